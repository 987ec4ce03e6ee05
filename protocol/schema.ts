import { ID, MAX_ICE_SERVERS, MAX_MEMBERS, MAX_SEALED_CHARS } from "./limits.ts";
import {
  base64url,
  flag,
  type Infer,
  integer,
  list,
  literal,
  object,
  oneOf,
  optional,
  text,
} from "./shape.ts";

/** A member's id. */
export const id = text(22, ID);
/** A sealed body, which only the members can open. */
export const sealed = base64url(MAX_SEALED_CHARS);

/** An RTCIceServer of W3C WebRTC §4.2.4, without the legacy forms. */
const iceServer = object({
  urls: list(text(512), MAX_ICE_SERVERS),
  username: optional(text(512)),
  credential: optional(text(512)),
});

const iceServers = list(iceServer, MAX_ICE_SERVERS);
/** Seconds that they are good for; absent: no credential in them runs out. */
const iceTtl = optional(integer(0, 86_400));

/** Codes of requests that were not carried out. The words for people are the page's. */
export const REFUSALS = [
  "bad_json",
  "bad_message",
  "unknown_type",
  "no_such_peer",
  "rate_limited",
  "room_full",
  "replaced",
  "restarting",
] as const;
const refusal = oneOf(...REFUSALS);

/** Messages of the server. */
export const serverShapes = {
  welcome: object({
    type: literal("welcome"),
    version: integer(1, 1),
    id,
    members: list(id, MAX_MEMBERS),
    /** Members whose pages are silent or on their way back: not to be waited for. */
    away: optional(list(id, MAX_MEMBERS)),
    /** Standing offers of members, which nobody else gets. */
    offers: optional(list(object({ from: id, sealed }), MAX_MEMBERS)),
    iceServers,
    iceTtl,
    /** Seconds between two beats of the page; without it the page is not asked for any. */
    beat: optional(integer(1, 60)),
  }),
  ice: object({ type: literal("ice"), iceServers, iceTtl }),
  refused: object({
    type: literal("refused"),
    code: refusal,
    to: optional(id),
    retryAfter: optional(integer(0, 3600)),
  }),
  draining: object({ type: literal("draining"), retryAfter: integer(0, 3600) }),
  // With `to`: the caller holds no connection with this member and wants a new one. `offered`: it has
  // just got the standing offer of this member.
  "client-call": object({
    type: literal("client-call"),
    from: id,
    to: optional(id),
    offered: optional(flag),
  }),
  "client-offer": object({ type: literal("client-offer"), from: id, sealed }),
  "client-answer": object({ type: literal("client-answer"), from: id, sealed }),
  "client-candidate": object({ type: literal("client-candidate"), from: id, sealed }),
  "client-leave": object({ type: literal("client-leave"), from: id }),
  // Nothing is heard of this member's page or of its server; `client-call` when it is back.
  "client-away": object({ type: literal("client-away"), from: id }),
  // Answers a beat of the page.
  beat: object({ type: literal("beat") }),
} as const;

export type ServerMessage = Infer<(typeof serverShapes)[keyof typeof serverShapes]>;
export type Refusal = Infer<typeof refusal>;
export type IceServer = Infer<typeof iceServer>;
/** ICE servers, and for how long. */
export type Ice = Omit<Extract<ServerMessage, { type: "ice" }>, "type">;
