import type { Presence } from "./room.ts";
import type { Seat, Seats } from "./seats.ts";

/** What one isolate knows of one room: its own seats and those of every other isolate. */
export interface Holding {
  mine(): readonly Seat[];
  /** Everybody, wherever they sit, as their newest seats tell it. */
  members(): ReadonlyMap<string, Presence>;
  /** Isolates that hold a seat here. */
  holders(): readonly string[];
  sits(node: string, member: string): boolean;
  /** Where else a member sits: at the newest seat. */
  where(member: string): string | undefined;
  sit(member: string, now: number): void;
  /** Takes an own seat away; false when there was none. */
  drop(member: string): boolean;
  /** Marks an own seat; false when there is none. */
  turn(member: string, presence: Presence): boolean;
  /** Own members whose seats are older than what this notice tells; `wins` decides a tie. */
  lost(seats: Seats, wins: boolean): readonly string[];
  /** Announcements and notices come by different ways: an older one may come later. */
  stale(node: string, v: number): boolean;
  learn(node: string, seats: Seats): void;
  forget(node: string): void;
  /** Nothing is heard of this isolate, or it is heard again. */
  hush(node: string, silent: boolean): void;
  /** Those of the last `count` to come who are ours. */
  latest(count: number): readonly string[];
  /** A second has passed; true when the room is to be announced again. */
  grow(): boolean;
  /** Somebody has been away elsewhere for so long that only the news of the end is missing. */
  overdue(): boolean;
  /** Takes the seats away that are overdue. */
  expire(): void;
}

interface Own {
  since: number;
  age: number;
  presence: Presence;
}

interface Others {
  readonly v: number;
  readonly seats: ReadonlyMap<string, Other>;
}

interface Other {
  readonly since: number;
  readonly presence: Presence;
  /** Seconds since it was first heard to be away. */
  absence: number;
}

/** Seconds within which two seats of one member count as taken at once. */
const AT_ONCE = 3;
/** Seconds that an isolate keeps the seat of somebody who is away, with time for the news of it. */
const ABSENCE = 20;

/** A room in which nobody is known. It is announced after each of `pauses`, then every `seldom`. */
export function holding(pauses: number[], seldom: number): Holding {
  const mine = new Map<string, Own>();
  const theirs = new Map<string, Others>();
  const silent = new Set<string>();
  let wait = pauses.shift() ?? seldom;

  const since = (member: string) => {
    const all = [...theirs.values()].map(({ seats }) => seats.get(member)?.since ?? 0);
    return Math.max(mine.get(member)?.since ?? 0, ...all);
  };

  const stale = (node: string, v: number) => (theirs.get(node)?.v ?? 0) >= v;

  function members(): Map<string, Presence> {
    const newest = new Map([...mine].map(([id, { since }]) => [id, since]));
    const all = new Map([...mine].map(([id, { presence }]) => [id, presence]));
    for (const [node, { seats }] of theirs) {
      for (const [id, seat] of seats) {
        if (seat.since <= (newest.get(id) ?? 0)) continue;
        newest.set(id, seat.since);
        all.set(id, silent.has(node) ? "away" : seat.presence);
      }
    }
    return all;
  }

  function absentees(): Other[] {
    return [...theirs.values()].flatMap(({ seats }) => [...seats.values()])
      .filter(({ presence }) => presence === "away");
  }

  return {
    mine: () =>
      [...mine].map(([id, { since, presence }]) => ({
        id,
        since,
        ...(presence === "away" ? { away: true } : {}),
      })),
    members,
    holders: () => [...theirs].filter(([, { seats }]) => seats.size > 0).map(([node]) => node),
    sits: (node, member) => theirs.get(node)?.seats.has(member) ?? false,
    where(member) {
      let found: string | undefined;
      let newest = 0;
      for (const [node, { seats }] of theirs) {
        const at = seats.get(member)?.since ?? 0;
        if (at > newest) [found, newest] = [node, at];
      }
      return found;
    },
    // Never below a seat that is known: clocks of machines may be hours apart.
    sit(member, now) {
      mine.set(member, { since: Math.max(1, now, since(member) + 1), age: 0, presence: "here" });
    },
    drop: (member) => mine.delete(member),
    turn(member, presence) {
      const own = mine.get(member);
      if (own) own.presence = presence;
      return own !== undefined;
    },
    lost(seats, wins) {
      return seats.seats.filter(({ id, since }) => {
        const own = mine.get(id);
        if (!own) return false;
        // Whoever has just come is newer than a seat of some age, whatever the clocks say.
        if (id === seats.fresh && own.age >= AT_ONCE) return true;
        return since > own.since || since === own.since && wins;
      }).map(({ id }) => id);
    },
    stale,
    learn(node, { v, seats }) {
      if (stale(node, v)) return;
      const before = theirs.get(node)?.seats;
      const learnt = seats.map(({ id, since, away }): [string, Other] => {
        const known = before?.get(id);
        const absence = away && known?.since === since ? known.absence : 0;
        return [id, { since, presence: away ? "away" : "here", absence }];
      });
      theirs.set(node, { v, seats: new Map(learnt) });
    },
    forget(node) {
      theirs.delete(node);
      silent.delete(node);
    },
    hush: (node, hushed) => void (hushed ? silent.add(node) : silent.delete(node)),
    latest(count) {
      const order = [...members().keys()]
        .sort((a, b) => since(a) - since(b) || (a < b ? -1 : 1));
      return order.slice(-count).filter((id) => mine.has(id));
    },
    grow() {
      for (const own of mine.values()) own.age++;
      for (const other of absentees()) other.absence++;
      if (--wait > 0) return false;
      wait = pauses.shift() ?? seldom;
      return true;
    },
    overdue: () => absentees().some(({ absence }) => absence > ABSENCE),
    expire() {
      for (const [node, { v, seats }] of theirs) {
        const left = [...seats].filter(([, { absence }]) => absence <= ABSENCE);
        theirs.set(node, { v, seats: new Map(left) });
      }
    },
  };
}
