import { MAX_MEMBERS } from "../../protocol/mod.ts";
import type { Presence } from "../room/room.ts";
import type { Seat } from "./notices.ts";

/** A seat as it is known here: `since` is in ms on this isolate's own clock. */
export interface KnownSeat extends Omit<Seat, "age" | "away"> {
  readonly since: number;
  away: boolean;
  /** Seconds since it was told to be away. */
  absence: number;
}

/** Seats of a room at one isolate. */
export interface Holder {
  readonly node: string;
  readonly version: number;
  readonly seats: readonly KnownSeat[];
  /** Seconds since this was told last. */
  untold: number;
}

/** A member as its room shows it, and its newest seat. */
export interface Member {
  readonly presence: Presence;
  readonly node: string;
  readonly seat: KnownSeat;
}

/** Seconds after which a holder that tells nothing is forgotten: three tellings. */
const LEASE_S = 90;
/** Seconds that another isolate keeps the seat of a member that is away, with time for the news. */
const ABSENCE_S = 20;

/** The holder that a notice tells of; `before` is what it told last. */
export function holderOf(
  node: string,
  told: { readonly version: number; readonly seats: readonly Seat[] },
  before: Holder | undefined,
  now: number,
): Holder {
  const seats = told.seats.map(({ id, number, age, away }): KnownSeat => {
    const old = before?.seats.find((one) => one.number === number);
    // Of several notices the quickest tells best how old a seat is.
    const since = Math.min(now - age, old?.since ?? Infinity);
    return { id, number, since, away, absence: away ? old?.absence ?? 0 : 0 };
  });
  return { node, version: told.version, seats, untold: 0 };
}

/** Members of a room: of several seats, one at an isolate that speaks counts, then the newest. */
export function membersOf(
  holders: Iterable<Holder>,
  silent: ReadonlySet<string>,
): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const { node, seats } of holders) {
    for (const seat of seats) {
      const [found, isSilent] = [members.get(seat.id), silent.has(node)];
      const foundIsSilent = found && silent.has(found.node);
      const isNewer = !found || seat.since > found.seat.since;
      if (foundIsSilent === !isSilent ? isSilent : !isNewer) continue;
      members.set(seat.id, { presence: isSilent || seat.away ? "away" : "here", node, seat });
    }
  }
  return members;
}

/** The same holder a second later; another one if a seat's time is over, null if its own is. */
export function ageBy1s(holder: Holder): Holder | null {
  for (const seat of holder.seats) if (seat.away) seat.absence++;
  if (++holder.untold > LEASE_S) return null;
  const seats = holder.seats.filter(({ absence }) => absence <= ABSENCE_S);
  return seats.length === holder.seats.length ? holder : { ...holder, seats };
}

/** A change among the members at other isolates. */
export type Change =
  /** `presence`: its page or its isolate is silent, or heard again. */
  | { readonly type: "joined" | "presence"; readonly id: string; readonly presence: Presence }
  | { readonly type: "left"; readonly id: string };

/** Changes between two views of a room, but those of members that sit at `node`. */
export function changesOf(
  before: ReadonlyMap<string, Member>,
  after: ReadonlyMap<string, Member>,
  node: string,
): Change[] {
  const changes: Change[] = [];
  for (const id of before.keys()) if (!after.has(id)) changes.push({ type: "left", id });
  for (const [id, { presence, ...now }] of after) {
    const known = before.get(id);
    if (now.node === node) continue;
    const isNew = known?.node !== now.node || known.seat.number !== now.seat.number;
    if (isNew) changes.push({ type: "joined", id, presence });
    else if (known.presence !== presence) changes.push({ type: "presence", id, presence });
  }
  return changes;
}

/** A seat that its isolate has to give up. */
export interface Surplus {
  readonly node: string;
  readonly seat: KnownSeat;
  readonly why: "replaced" | "full";
}

/** Seats of these holders that do not count: older ones of a member, and those beyond the limit. */
export function surplusOf(
  holders: readonly Holder[],
  members: ReadonlyMap<string, Member>,
): Surplus[] {
  const order = [...members.values()].sort((a, b) => a.seat.since - b.seat.since);
  const late = new Set(order.slice(MAX_MEMBERS).map(({ seat }) => seat));
  return holders.flatMap(({ node, seats }) =>
    seats.flatMap((seat): Surplus[] => {
      if (members.get(seat.id)?.seat !== seat) return [{ node, seat, why: "replaced" }];
      return late.has(seat) ? [{ node, seat, why: "full" }] : [];
    })
  );
}
