import { decode, ID, serverShapes } from "../../protocol/mod.ts";
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
} from "../../protocol/shape.ts";

const id = text(22, ID);
const count = integer(0, Number.MAX_SAFE_INTEGER);

/** A member's place at one isolate. Its number is unique there; its age is in ms. */
const seat = object({ id, number: count, age: count, away: flag });

const {
  "client-call": call,
  "client-offer": offer,
  "client-answer": answer,
  "client-candidate": candidate,
} = serverShapes;
type Forwarded = Infer<typeof call | typeof offer | typeof answer | typeof candidate>;
const forwarded: Shape<Forwarded> = (value) =>
  offer(value) ?? answer(value) ?? candidate(value) ?? call(value);

/** Number of the newest notice of the receiver that the sender has heard: tells how old this is. */
const heard = count;

const shapes = {
  /** Announced: all seats of the room at the sender, and what it has heard of the others. */
  seats: object({
    type: literal("seats"),
    room: id,
    version: count,
    seats: list(seat, 64),
    heard: list(object({ node: id, version: heard }), 64),
  }),
  /** A seat of the receiver is to be given up. */
  yield: object({
    type: literal("yield"),
    room: id,
    heard,
    number: count,
    why: oneOf("replaced", "full"),
  }),
  /** A message to one member alone. */
  mail: object({ type: literal("mail"), room: id, heard, to: id, message: forwarded }),
};

const shapesByType = new Map<string, Shape<Notice>>(Object.entries(shapes));

export type { Forwarded };
export type SeatsNotice = Infer<typeof shapes.seats>;
export type Notice = Infer<(typeof shapes)[keyof typeof shapes]>;

/** Writes a notice as one line. */
export const writeNotice = (notice: Notice): string => JSON.stringify(notice);

/** Reads a line; undefined when it is no notice. */
export function readNotice(line: string): Notice | undefined {
  const decoded = decode(shapesByType, line);
  return decoded.ok ? decoded.message : undefined;
}
