/** The version of the protocol, offered as the WebSocket subprotocol. */
export const SUBPROTOCOL = "rtc.v1";

/** Bytes of one frame, both directions. */
export const MAX_FRAME = 64 * 1024;

/**
 * Characters of one sealed body. Chromium 156 describes three m-lines in 11 KB of SDP, 15 KB
 * sealed; candidates of several interfaces and relays come on top.
 */
export const MAX_SEALED = 32 * 1024;

/** Members of one room: a mesh of eight is what a laptop can encode. */
export const MAX_MEMBERS = 8;

/** ICE servers of one member, and URLs of one server. */
export const MAX_ICE = 8;

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
