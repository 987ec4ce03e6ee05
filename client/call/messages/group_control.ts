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
import { read } from "./read.ts";

/** The call goes on in the room of a new key, without one member; `passed`: heard of another. */
const move = object({
  type: literal("move"),
  key: text(43, /^[A-Za-z0-9_-]{43}$/),
  without: text(22, ID),
  passed: flag,
});

/** Whoever is not told the key learns that the others go on elsewhere. */
const moved = object({ type: literal("moved") });

/** Members that one lock can name: those who have left are among them. */
export const MOST_INSIDE = 64;

/** Who is inside: a member's id, and its public signing key as far as it is known. */
const insider = object({ id: text(22, ID), idk: text(87, /^(?:[A-Za-z0-9_-]{87})?$/) });

/** Counts of turns go from 1 to this, and then begin at 1 again. */
export const MAX_COUNT = 2 ** 31;

/** The call is locked, or open again. The newest `count` holds, and of equal ones the highest `by`. */
const lock = object({
  type: literal("lock"),
  on: flag,
  count: integer(1, MAX_COUNT),
  by: text(22, ID),
  inside: list(insider, MOST_INSIDE),
});

/** This member lets somebody in, through the lock of this number. */
const admit = object({
  type: literal("admit"),
  count: integer(1, MAX_COUNT),
  id: text(22, ID),
  idk: text(87, /^[A-Za-z0-9_-]{87}$/),
});

/** Whoever knocks is not let in by this member: nobody else needs to answer. */
const deny = object({ type: literal("deny"), id: text(22, ID) });

/**
 * One of some that are sent at once: how far apart the last two come tells how fast the way is. The
 * first may pass at once where bursts are let through.
 */
export const TRAIN = 3;
const probe = object({
  type: literal("probe"),
  at: integer(0, TRAIN - 1),
  pad: text(1200, /^0*$/),
});
/** The last came so many ms after the one before. */
const echo = object({ type: literal("echo"), apart: integer(0, 60_000) });

/** How much the other side is sent from now on. */
const sendLevel = object({
  type: literal("send-level"),
  level: oneOf("full", "less", "sound"),
});

const motions = new Map<string, Shape<Motion>>(
  Object.entries({ move, moved, lock, admit, deny, probe, echo, "send-level": sendLevel }),
);

export type Move = Infer<typeof move>;
export type Lock = Infer<typeof lock>;
export type Insider = Infer<typeof insider>;
/** Messages of a removal. */
export type Removing = Move | Infer<typeof moved>;
/** What is done at the door. */
export type Turn = Lock | Infer<typeof admit> | Infer<typeof deny>;
/** What two members say about the way between them. */
export type Measuring = Infer<typeof probe> | Infer<typeof echo> | Infer<typeof sendLevel>;
/** What members say to each other on the data channel that only what comes late understands. */
export type Motion = Removing | Turn | Measuring;

/** Decodes it; undefined when it is none that this version knows. */
export function readMotion(json: string): Motion | undefined {
  return read((value) => {
    if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
    return typeof value.type === "string" ? motions.get(value.type)?.(value) : undefined;
  }, json);
}
