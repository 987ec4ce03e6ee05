/** The version of the protocol, offered as the WebSocket subprotocol. */
export const SUBPROTOCOL = "rtc.v1";

/** Bytes of one frame, both directions. */
export const MAX_FRAME_BYTES = 64 * 1024;

/**
 * Characters of one sealed standing offer, of which a `welcome` carries seven at most: it stays
 * within a frame. Chromium 156 with three m-lines and a relay needs 4 KB.
 */
export const MAX_STANDING_OFFER_CHARS = 6 * 1024;

/**
 * Characters of one sealed body. Chromium 156 describes three m-lines in 11 KB of SDP, 15 KB
 * sealed; candidates of several interfaces and relays come on top.
 */
export const MAX_SEALED_CHARS = 32 * 1024;

/** Members of one room: a mesh of eight is what a laptop can encode. */
export const MAX_MEMBERS = 8;

/** Viewers of one room unless the configuration says otherwise, which may allow twice as many. */
export const MAX_VIEWERS = 20;

/** ICE servers of one member, and URLs of one server. */
export const MAX_ICE_SERVERS = 8;

/** JSON of a page: levels, keys of one object, items of one array. */
export const MAX_JSON = { depth: 6, keys: 32, items: 64 } as const;

/** Limits of one socket unless the configuration says otherwise; PROTOCOL.md has the answers. */
export const PER_SOCKET = {
  /** Messages a second. */
  messages: 60,
  /** Messages at once. */
  burst: 200,
  /** Bytes a second; twice as many at once. */
  bytes: 262_144,
  /** Bytes that may wait for a slow reader. */
  buffered: 1_048_576,
  /** Malformed messages within a minute, the last of which closes the socket. */
  malformed: 3,
  /** Times a minute that a page may ask for ICE servers. */
  ices: 6,
  /** Reports of a page in a minute. */
  reports: 20,
  /** Times a minute that a page may offer to serve viewers. */
  offers: 30,
  /** Standing offers of a page in a minute. */
  standing: 30,
  /** Candidates for one member in a minute. */
  candidates: 200,
  /** Seconds between two beats of a page. */
  beat: 5,
  /** Seconds without a frame after which a page that has beaten before is away. */
  away: 20,
  /** Seconds without a frame after which its socket is closed. */
  silent: 33,
  /** Seconds that the seat of a lost socket is kept. */
  lost: 15,
} as const;

/**
 * Limits of one address: an office, a school or a provider's translator may be behind it, and
 * all of them come back at once after a restart.
 */
export const PER_ADDRESS = {
  /** Sockets; a quarter of it once the process is half full. */
  sockets: 200,
  /** Joins a minute. */
  joins: 300,
  /** Rooms entered as the first an hour. */
  rooms: 300,
  /** Requests a minute that are the client's fault and are told why; more hear 429 alone. */
  faults: 10,
} as const;

/** Sockets of one process, and MiB of memory above which it refuses newcomers. */
export const PER_PROCESS = { sockets: 5000, memoryMiB: 320 } as const;

/** Bytes of an HTTP request: its body, and its address. */
export const MAX_REQUEST = { body: 16_384, url: 2048 } as const;

/** Seconds without an answer to a ping before a socket counts as dead. */
export const IDLE_S = 20;

/** Room ids and member ids: 16 bytes, base64url without padding. */
export const ID = /^[A-Za-z0-9_-]{22}$/;

/** Member tokens: 32 bytes, base64url without padding. */
export const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Close codes that the server uses; 1000 to 1015 as in RFC 6455 §7.4.1. */
export const CLOSE = {
  normal: 1000,
  away: 1001,
  tooBig: 1009,
  bug: 1011,
  restart: 1012,
  overload: 1013,
  badMessage: 4400,
  /** Nothing was heard of the other side for too long; pages use it too. */
  silent: 4408,
  replaced: 4409,
  roomFull: 4423,
  rateLimited: 4429,
} as const;
