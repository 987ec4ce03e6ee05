import { MAX_VIEWERS } from "../../protocol/mod.ts";
import type { Mail } from "./room.ts";
import {
  countWatching,
  holds,
  stepWatched,
  UNWATCHED,
  type WatchedRoom,
  type WatchedRoomEvent,
} from "./watched_room.ts";

/** Rooms and their members. A room exists while it has members; nothing is stored. */
export interface Rooms {
  /** Applies an event of `from` in a room and gives the mail that follows. */
  apply(roomId: string, from: string, event: WatchedRoomEvent): readonly Mail[];
  has(roomId: string, member: string): boolean;
  /** True if a room has all its viewers, of whom these many are players by way of each member. */
  isFull(roomId: string, players: ReadonlyMap<string, number>): boolean;
  /** The last member of a room here has left; others may be elsewhere. */
  forget(roomId: string): void;
  /** Number of rooms. */
  readonly size: number;
}

/** Rooms of which none exists yet, each for so many viewers at most. */
export function openRooms(maxViewers: number = MAX_VIEWERS): Rooms {
  const rooms = new Map<string, WatchedRoom>();
  return {
    apply(roomId, from, event) {
      const before = rooms.get(roomId) ?? UNWATCHED;
      const { room, mail } = stepWatched(before, from, event, maxViewers);
      if (room.speakers.size + room.viewers.size === 0) rooms.delete(roomId);
      else if (room !== before) rooms.set(roomId, room);
      return mail;
    },
    has: (roomId, member) => holds(rooms.get(roomId) ?? UNWATCHED, member),
    isFull: (roomId, players) =>
      countWatching(rooms.get(roomId) ?? UNWATCHED, players) >= maxViewers,
    forget: (roomId) => void rooms.delete(roomId),
    get size() {
      return rooms.size;
    },
  };
}
