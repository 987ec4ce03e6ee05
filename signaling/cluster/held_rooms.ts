import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../clock.ts";
import { type Change, type Holder, type KnownSeat, type Member, membersOf } from "./membership.ts";
import type { Forwarded } from "./notices.ts";

/** Reports of what other isolates do, as this one's rooms see it. */
export interface ClusterEvents {
  changed(room: string, change: Change): void;
  /** A member of ours has come in elsewhere, or was the last of too many that came at once. */
  yielded(room: string, member: string, why: "replaced" | "full"): void;
  mail(room: string, to: string, message: Forwarded): void;
}

/** Options of a cluster; `topic` names a room on the bus without a text that a page chose. */
export interface ClusterOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly topic: (room: string) => string;
  /** Counts an invalid notice, and mail of a member that does not sit at its sender. */
  readonly refused: (why: "notice" | "stranger") => void;
}

/** One room, by isolate; ticks until it is announced again, and how often it was. */
export interface Shared {
  readonly room: string;
  readonly holders: Map<string, Holder>;
  wait: number;
  announced: number;
}

/** Rooms that this isolate holds a member of, and the ways to tell others. */
export interface HeldRooms extends ClusterOptions {
  readonly rooms: Map<string, Shared>;
  /** Isolates of which nothing is heard. */
  readonly silent: Set<string>;
  readonly signal: AbortSignal;
  events: ClusterEvents | null;
  /** Of the newest seat, or the newest notice. */
  number: number;
}

/** Seats of a room at this isolate. */
export function own({ rooms, bus }: HeldRooms, room: string): readonly KnownSeat[] {
  return rooms.get(room)?.holders.get(bus.node)?.seats ?? [];
}

/** All members of a room, at whichever isolate. */
export function members({ silent }: HeldRooms, { holders }: Shared): Map<string, Member> {
  return membersOf(holders.values(), silent);
}

/** Rooms that a node holds, each with its members. */
export function heldAt(held: HeldRooms, node: string): (readonly [Shared, Map<string, Member>])[] {
  return [...held.rooms.values()].filter(({ holders }) => holders.has(node))
    .map((shared) => [shared, members(held, shared)]);
}

/** Sets the seats of a room at this isolate. */
export function hold({ bus }: HeldRooms, { holders }: Shared, seats: readonly KnownSeat[]): void {
  holders.set(bus.node, { node: bus.node, version: 0, seats, untold: 0 });
}

/** Takes a member's seat away; false if it had none here. */
export function drop(held: HeldRooms, room: string, member: string): boolean {
  const [before, shared] = [own(held, room), held.rooms.get(room)];
  const seats = before.filter(({ id }) => id !== member);
  if (shared) hold(held, shared, seats);
  return seats.length < before.length;
}
