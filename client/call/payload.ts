import { ID } from "../../protocol/mod.ts";
import {
  flag,
  type Infer,
  integer,
  list,
  literal,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from "../../protocol/shape.ts";

/** What is inside sealed bodies and on the data channel: written and read by pages only. */
const about = object({
  name: text(256),
  mic: flag,
  camera: flag,
  screen: flag,
  hand: flag,
});

const pc = text(22, ID);
const member = text(22, ID);
const candidate = object({ candidate: text(1024), mid: text(16) });
/** Candidates of one letter; a browser that has found more sends several. */
export const MAX_CANDIDATES = 50;

const hash = text(43, /^[A-Za-z0-9_-]{43}$/);
const sdp = text(48 * 1024);

const idk = text(87, /^[A-Za-z0-9_-]{87}$/);
/** Who a session is: its id, its public signing key, the fingerprint of its certificate. */
const hello = object({ sid: member, idk, fp: hash });
const writer = object({ hello: object({ idk }) });

/**
 * What stands around every body: who writes, to which session of the receiver (`*` when none is
 * known yet), and how many letters it has written to this member so far.
 */
const head = { hello, to: text(22, /^(?:\*|[A-Za-z0-9_-]{22})$/), seq: integer(1, 2 ** 31) };

/** An SDP offer (RFC 8829) for the connection `pc`; `commit` fixes this side's part of the code. */
const offer = object({ pc, sdp, commit: hash, about });
/** The answer, which names the SHA-256 of the offer's SDP. */
const answer = object({ pc, sdp, commit: hash, about, offer: hash });

/**
 * ICE candidates (RFC 8838) of the connection `pc`, in the order they were found. Or, with no
 * candidates, what is said at the door of a locked call: who knocks gives a name, who is inside the
 * number of the lock.
 */
const candidates = object({
  pc,
  candidates: list(candidate, MAX_CANDIDATES),
  door: optional(oneOf("locked", "denied", "knock")),
  name: optional(text(256)),
  count: optional(integer(1, 2 ** 31)),
});

/** What is sealed, by the kind of its message. */
export const letters = {
  "client-offer": object({ ...head, body: offer }),
  "client-answer": object({ ...head, body: answer }),
  "client-candidate": object({ ...head, body: candidates }),
};

/** The longest chat line, in UTF-16 units. */
export const MAX_CHAT = 4000;

/** The longest name, in code points. */
export const MAX_NAME = 64;

const chat = object({ type: literal("chat"), key: pc, text: text(MAX_CHAT) });
const beat = object({ type: literal("beat"), sees: list(member, 16) });
const pass = object({
  type: literal("pass"),
  kind: oneOf("client-offer", "client-answer", "client-candidate", "client-call"),
  from: member,
  to: member,
  sealed: text(48 * 1024, /^[A-Za-z0-9_-]*$/),
});

const told = object({ type: literal("about"), about });
const got = object({ type: literal("got"), key: pc });
const keyFrame = object({ type: literal("key-frame") });
const reveal = object({ type: literal("reveal"), secret: hash });
const bye = object({ type: literal("bye") });

const talks = new Map<string, Shape<Talk>>(
  Object.entries({ about: told, chat, got, beat, "key-frame": keyFrame, pass, reveal, bye }),
);

export type Hello = Infer<typeof hello>;
export type Offer = Infer<typeof offer>;
export type Answer = Infer<typeof answer>;
export type Candidates = Infer<typeof candidates>;
/** A line of chat, told until the other page says that it has it. */
export type Chat = Infer<typeof chat>;
/** What else the server would carry, carried by a member; sealed for the one it is for. */
export type Pass = Infer<typeof pass>;
/** A message on the data channel. */
export type Talk =
  | Infer<typeof told>
  | Chat
  | Infer<typeof got>
  /** I am here, and these are the members whom I am connected with. */
  | Infer<typeof beat>
  /** A picture of yours stands still here although packets of it come in. */
  | Infer<typeof keyFrame>
  | Pass
  /** What was committed to with the description of this connection. */
  | Infer<typeof reveal>
  | Infer<typeof bye>;

/** Decodes JSON of a shape; undefined when it is not of that shape. */
export function read<T>(shape: Shape<T>, json: string): T | undefined {
  try {
    return shape(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** The public signing key of who says to have written a letter, whatever else is in it. */
export function readWriter(json: string): string | undefined {
  return read(writer, json)?.hello.idk;
}

/** Decodes a message of the data channel; undefined when it is none that this version knows. */
export function readTalk(json: string): Talk | undefined {
  return read((value) => {
    if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
    return typeof value.type === "string" ? talks.get(value.type)?.(value) : undefined;
  }, json);
}

/**
 * A name as it is shown: one line, no control characters, at most 64 code points in whole
 * graphemes (Unicode UAX #29); empty when nothing of it would be seen.
 */
export function cleanName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, " ").trim();
  const seen = line.replace(/[\p{Default_Ignorable_Code_Point}\u2800\p{M}\p{Z}]/gu, "");
  if (seen === "") return "";
  const signs = typeof Intl.Segmenter === "function"
    ? [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment)
    : [...line];
  let kept = "";
  for (const sign of signs) {
    if ([...kept + sign].length > MAX_NAME) break;
    kept += sign;
  }
  return kept;
}
