import { decode, type Decoded, ID, serverShapes } from "../../protocol/mod.ts";
import {
  type Infer,
  integer,
  list,
  literal,
  object,
  oneOf,
  type Shape,
  text,
} from "../../protocol/shape.ts";
import { seatShape } from "../room/seat.ts";

const id = text(22, ID);
const count = integer(0, Number.MAX_SAFE_INTEGER);

const forwarded = (value: unknown) =>
  serverShapes["client-offer"](value) ?? serverShapes["client-answer"](value) ??
    serverShapes["client-candidate"](value) ?? serverShapes["client-call"](value);

const shapes = {
  /** Announced: all seats of the room at the sender, and what it has heard of the others. */
  seats: object({
    type: literal("seats"),
    room: id,
    version: count,
    seats: list(seatShape, 64),
    heard: list(object({ node: id, version: count }), 64),
  }),
  /** A seat of the receiver is to be given up: it has no other of this number, now or later. */
  yield: object({
    type: literal("yield"),
    room: id,
    number: count,
    why: oneOf("replaced", "full"),
  }),
  /** For one member. `heard`: the newest notice of the receiver that the sender knows, for the age. */
  mail: object({ type: literal("mail"), room: id, heard: count, to: id, message: forwarded }),
};

const shapesByType = new Map<string, Shape<Notice>>(Object.entries(shapes));

/** A message to one member alone. */
export type Forwarded = Infer<typeof forwarded>;
export type SeatsNotice = Infer<typeof shapes.seats>;
export type YieldNotice = Infer<typeof shapes.yield>;
export type Notice = Infer<(typeof shapes)[keyof typeof shapes]>;

/** Writes a notice as one line. */
export const writeNotice = (notice: Notice): string => JSON.stringify(notice);

/** Reads a line, which may be no notice. */
export const readNotice = (line: string): Decoded<Notice> => decode(shapesByType, line);
