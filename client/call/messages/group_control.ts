import { ID } from "../../../protocol/mod.ts";
import {
  flag,
  type Infer,
  integer,
  list,
  literal,
  object,
  oneOf,
  type Shape,
  text,
} from "../../../protocol/shape.ts";
import { readTyped } from "./read.ts";

/** The call goes on in the room of a new key, without one member; `passed`: heard of another. */
const move = object({
  type: literal("move"),
  key: text(43, /^[A-Za-z0-9_-]{43}$/),
  without: text(22, ID),
  forwarded: flag,
});

/** Tells a member that is not given the key that the others go on elsewhere. */
const moved = object({ type: literal("moved") });

/** Members that one lock can name: those who have left are among them. */
export const MAX_INSIDE = 64;

/** A member inside: its id, and its public signing key as far as it is known. */
const insider = object({ id: text(22, ID), identityKey: text(87, /^(?:[A-Za-z0-9_-]{87})?$/) });

/** Counts of turns go from 1 to this, and then begin at 1 again. */
export const MAX_COUNT = 2 ** 31;

/** The call is locked, or open again. The newest `count` holds, and of equal ones the highest `by`. */
const lock = object({
  type: literal("lock"),
  on: flag,
  count: integer(1, MAX_COUNT),
  by: text(22, ID),
  inside: list(insider, MAX_INSIDE),
});

/** This member lets somebody in, through the lock of this number. */
const admit = object({
  type: literal("admit"),
  count: integer(1, MAX_COUNT),
  id: text(22, ID),
  identityKey: text(87, /^[A-Za-z0-9_-]{87}$/),
});

/** Tells that this member does not let a guest in: nobody else needs to answer. */
const deny = object({ type: literal("deny"), id: text(22, ID) });

/**
 * One of some that are sent at once: how far apart the last two come tells how fast the way is. The
 * first may pass at once where bursts are let through.
 */
export const PROBE_TRAIN = 3;
const probe = object({
  type: literal("bandwidth-probe"),
  index: integer(0, PROBE_TRAIN - 1),
  padding: text(1200, /^0*$/),
});
/** The last came so many ms after the one before. */
const report = object({ type: literal("bandwidth-report"), gapMs: integer(0, 60_000) });

/** How much the other side is sent from now on. */
const sendLevel = object({
  type: literal("send-level"),
  level: oneOf("full", "less", "sound"),
});

/** The tallest picture that a member can ask for, in device pixels, and the highest rate. */
const MAX_HEIGHT = 4320;
const MAX_RATE = 60;
/** Device pixels and frames per second at which a picture is shown; 0 if it is not. */
const shown = object({ height: integer(0, MAX_HEIGHT), rate: integer(0, MAX_RATE) });
/** How the pictures of the other side are shown from now on; `chosen`: the person wants none. */
const want = object({ type: literal("want"), camera: shown, screen: shown, chosen: flag });

/** Kinds of reactions, in the order of their buttons. */
export const REACTION_KINDS = ["yes", "heart", "laugh", "applause", "surprise", "party"] as const;
export type ReactionKind = (typeof REACTION_KINDS)[number];

/** A reaction, which passes; nothing confirms it. */
const reaction = object({
  type: literal("reaction"),
  kind: oneOf(...REACTION_KINDS),
});

/** Asks a member to mute itself: a request that its person follows or not. */
const askMute = object({ type: literal("ask-mute") });

/** Tells whether this page records the call: a state, told once on each connection. */
const recording = object({ type: literal("recording"), on: flag });

const controlShapes = new Map<string, Shape<ControlMessage>>(
  Object.entries({
    move,
    moved,
    lock,
    admit,
    deny,
    "bandwidth-probe": probe,
    "bandwidth-report": report,
    "send-level": sendLevel,
    want,
    reaction,
    "ask-mute": askMute,
    recording,
  }),
);

export type MoveMessage = Infer<typeof move>;
export type LockState = Infer<typeof lock>;
export type Insider = Infer<typeof insider>;
/** Messages of a removal. */
export type RemovalMessage = MoveMessage | Infer<typeof moved>;
/** Messages of the lock. */
export type LockMessage = LockState | Infer<typeof admit> | Infer<typeof deny>;
/** How one picture is shown. */
export type ShownPicture = Infer<typeof shown>;
/** How a member shows the pictures of this page. */
export type PictureRequest = Infer<typeof want>;
/** Messages of two members about the bandwidth between them. */
export type BandwidthMessage = Infer<typeof probe> | Infer<typeof report> | Infer<typeof sendLevel>;
/** Reaction of a member. */
export type ReactionMessage = Infer<typeof reaction>;
/** Sign of a recording. */
export type RecordingMessage = Infer<typeof recording>;
/** Messages on the data channel that the deferred part understands. */
export type ControlMessage =
  | RemovalMessage
  | LockMessage
  | BandwidthMessage
  | PictureRequest
  | ReactionMessage
  | RecordingMessage
  | Infer<typeof askMute>;

/** Decodes it; undefined when it is none that this version knows. */
export function readControlMessage(json: string): ControlMessage | undefined {
  return readTyped(controlShapes, json);
}
