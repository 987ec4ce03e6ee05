import { EMPTY, type Mail, type Room, type RoomEvent, step } from "./room.ts";

/** Rooms and their members. A room exists while it has members; nothing is stored. */
export interface Rooms {
  /** Applies an event of `from` in a room and gives the mail that follows. */
  apply(roomId: string, from: string, event: RoomEvent): readonly Mail[];
  has(roomId: string, member: string): boolean;
  /** The last member of a room here has left; others may be elsewhere. */
  forget(roomId: string): void;
  /** Number of rooms. */
  readonly size: number;
}

/** Rooms of which none exists yet. */
export function openRooms(): Rooms {
  const rooms = new Map<string, Room>();
  return {
    apply(roomId, from, event) {
      const before = rooms.get(roomId) ?? EMPTY;
      const { room, mail } = step(before, from, event);
      if (room.size === 0) rooms.delete(roomId);
      else if (room !== before) rooms.set(roomId, room);
      return mail;
    },
    has: (roomId, member) => rooms.get(roomId)?.has(member) ?? false,
    forget: (roomId) => void rooms.delete(roomId),
    get size() {
      return rooms.size;
    },
  };
}
