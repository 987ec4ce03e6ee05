import type { Seat, Seats } from "./seats.ts";

/** What one isolate knows of one room: its own seats and those of every other isolate. */
export interface Holding {
  mine(): readonly Seat[];
  /** Everybody, wherever they sit. */
  members(): ReadonlySet<string>;
  /** Isolates that hold a seat here. */
  holders(): readonly string[];
  sits(node: string, member: string): boolean;
  /** Where else a member sits: at the newest seat. */
  where(member: string): string | undefined;
  /** Members that sit at this isolate and nowhere else. */
  only(node: string): readonly string[];
  sit(member: string, now: number): void;
  /** Takes an own seat away; false when there was none. */
  drop(member: string): boolean;
  /** Own members whose seats are older than what this notice tells; `wins` decides a tie. */
  lost(seats: Seats, wins: boolean): readonly string[];
  /** Announcements and notices come by different ways: an older one may come later. */
  stale(node: string, v: number): boolean;
  learn(node: string, seats: Seats): void;
  forget(node: string): void;
  /** Those of the last `count` to come who are ours. */
  latest(count: number): readonly string[];
  /** A second has passed; true when the room is to be announced again. */
  grow(): boolean;
}

interface Own {
  since: number;
  age: number;
}

/** Seconds within which two seats of one member count as taken at once. */
const AT_ONCE = 3;

/** A room in which nobody is known. It is announced after each of `pauses`, then every `seldom`. */
export function holding(pauses: number[], seldom: number): Holding {
  const mine = new Map<string, Own>();
  const theirs = new Map<string, { v: number; seats: ReadonlyMap<string, number> }>();
  let wait = pauses.shift() ?? seldom;

  const since = (member: string) => {
    const all = [...theirs.values()].map(({ seats }) => seats.get(member) ?? 0);
    return Math.max(mine.get(member)?.since ?? 0, ...all);
  };

  const stale = (node: string, v: number) => (theirs.get(node)?.v ?? 0) >= v;

  function members(): Set<string> {
    const all = new Set(mine.keys());
    for (const { seats } of theirs.values()) for (const id of seats.keys()) all.add(id);
    return all;
  }

  return {
    mine: () => [...mine].map(([id, { since }]) => ({ id, since })),
    members,
    holders: () => [...theirs].filter(([, { seats }]) => seats.size > 0).map(([node]) => node),
    sits: (node, member) => theirs.get(node)?.seats.has(member) ?? false,
    where(member) {
      let found: string | undefined;
      let newest = 0;
      for (const [node, { seats }] of theirs) {
        const at = seats.get(member) ?? 0;
        if (at > newest) [found, newest] = [node, at];
      }
      return found;
    },
    only(node) {
      const elsewhere = new Set(mine.keys());
      for (const [other, { seats }] of theirs) {
        if (other !== node) { for (const id of seats.keys()) elsewhere.add(id); }
      }
      return [...theirs.get(node)?.seats.keys() ?? []].filter((id) => !elsewhere.has(id));
    },
    // Never below a seat that is known: clocks of machines may be hours apart.
    sit: (member, now) =>
      void mine.set(member, { since: Math.max(1, now, since(member) + 1), age: 0 }),
    drop: (member) => mine.delete(member),
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
      theirs.set(node, { v, seats: new Map(seats.map(({ id, since }) => [id, since])) });
    },
    forget: (node) => void theirs.delete(node),
    latest(count) {
      const order = [...members()].sort((a, b) => since(a) - since(b) || (a < b ? -1 : 1));
      return order.slice(-count).filter((id) => mine.has(id));
    },
    grow() {
      for (const own of mine.values()) own.age++;
      if (--wait > 0) return false;
      wait = pauses.shift() ?? seldom;
      return true;
    },
  };
}
