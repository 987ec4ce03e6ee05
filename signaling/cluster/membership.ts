import type { Presence } from "../room/room.ts";

/** A seat as it is known here: `since` is in ms on this isolate's own clock. */
export interface Seat {
  readonly id: string;
  /** Unique at its isolate. */
  readonly number: number;
  readonly since: number;
  readonly away: boolean;
}

/** Seats of a room at one isolate, as it told them last. */
export interface Holder {
  readonly node: string;
  /** Number of the notice, which grows. */
  readonly version: number;
  readonly seats: readonly Seat[];
  /** Seconds since then. */
  untold: number;
}

/** A member as its room shows it, and its newest seat. */
export interface Member {
  readonly presence: Presence;
  readonly node: string;
  readonly seat: Seat;
}

/** Seconds after which the members of a silent isolate are shown as away, and after which they left. */
export const [SILENT_S, GONE_S] = [18, 33];

/** True if an isolate has told nothing for so long that it may have died. */
export const isSilent = ({ untold }: Holder): boolean => untold >= SILENT_S;

/** Orders seats by age, the oldest first. */
export const byAge = (a: { readonly seat: Seat }, b: { readonly seat: Seat }): number =>
  a.seat.since - b.seat.since;

/** Members of a room: of several seats, one at an isolate that speaks counts, then the newest. */
export function membersOf(holders: Iterable<Holder>): Map<string, Member> {
  const seats = [...holders].flatMap((holder) =>
    holder.seats.map((seat) => ({ node: holder.node, seat, silent: isSilent(holder) }))
  ).sort((a, b) => Number(b.silent) - Number(a.silent) || byAge(a, b));
  return new Map(seats.map(({ node, seat, silent }) => {
    return [seat.id, { node, seat, presence: silent || seat.away ? "away" : "here" }];
  }));
}
