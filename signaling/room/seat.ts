import { ID, MAX_MEMBERS, offerShape, type ServeOffer } from "../../protocol/mod.ts";
import { flag, type Infer, integer, object, oneOf, optional, text } from "../../protocol/shape.ts";
import type { Presence } from "./room.ts";

/** A member's place at one isolate, as the others are told of it. */
export const seatShape = object({
  id: text(22, ID),
  /** Unique at its isolate: ms of that one's clock, when it was taken. */
  number: integer(0, Number.MAX_SAFE_INTEGER),
  presence: oneOf("here", "away"),
  /** Of a page that watches. */
  viewer: optional(flag),
  offer: optional(offerShape),
  /** Speaker of whom a viewer gets nothing. */
  avoids: optional(text(22, ID)),
});

export type Seat = Infer<typeof seatShape>;

/** A seat that has just been taken. */
export const takenSeat = (id: string, number: number, viewer: boolean): Seat => ({
  id,
  number,
  presence: "here",
  ...(viewer ? { viewer } : {}),
});

/** Part of a seat that may become another; `avoids` may be none again. */
export interface SeatChange {
  readonly presence?: Presence;
  readonly offer?: ServeOffer;
  readonly avoids?: string | undefined;
}

/** The seat with this change; the same one where nothing differs. */
export function changed(seat: Seat, change: SeatChange): Seat {
  const { avoids, ...rest } = { ...seat, ...change };
  const next: Seat = avoids ? { ...rest, avoids } : rest;
  return JSON.stringify(next) === JSON.stringify(seat) ? seat : next;
}

/** Of seats in the order in which they were taken, those that a room has place for. */
export function fitting(seats: readonly Seat[], maxViewers: number): readonly Seat[] {
  const speakers = seats.filter(({ viewer }) => !viewer).slice(0, MAX_MEMBERS);
  const viewers = seats.filter(({ viewer }) => viewer).slice(0, maxViewers);
  return [...speakers, ...viewers];
}
