import type { Presence } from "../room/room.ts";
import type { Seat } from "../room/seat.ts";

/** Seats of a room at one isolate, as it told them last. */
export interface Holder {
  readonly node: string;
  /** Number of the notice, which grows: ms of that isolate's clock. */
  version: number;
  seats: readonly Seat[];
  /** Ms by which our clock was ahead when it came. */
  ahead: number;
  /** Seconds since then. */
  untold: number;
}

/** A member as its room shows it, and its newest seat. */
export interface Member {
  readonly presence: Presence;
  readonly holder: Holder;
  readonly seat: Seat;
  /** Ms of our clock, when the seat was taken. */
  readonly since: number;
}

/** Seconds after which the members of a silent isolate are shown as away, and after which they left. */
export const [SILENT_S, GONE_S] = [18, 33];

/** True if an isolate has told nothing for so long that it may have died. */
export const isSilent = ({ untold }: Holder): boolean => untold >= SILENT_S;

/** Members of a room: of several seats, one at an isolate that speaks counts, then the newest. */
export function membersOf(holders: Iterable<Holder>): Map<string, Member> {
  const members = [...holders].flatMap((holder) =>
    holder.seats.map((seat): Member => {
      const presence = isSilent(holder) ? "away" : seat.presence;
      return { presence, holder, seat, since: seat.number + holder.ahead };
    })
  );
  const speaks = ({ holder }: Member) => Number(!isSilent(holder));
  members.sort((a, b) => speaks(a) - speaks(b) || a.since - b.since);
  return new Map(members.map((one) => [one.seat.id, one]));
}
