import { EMPTY, type Mail, type Room, type Said, step } from "./room.ts";

/** Rooms and their members. A room exists while it has members; nothing is stored. */
export interface Roster {
  /** Applies what `from` said in a room and gives the mail that follows. */
  apply(roomId: string, from: string, said: Said): readonly Mail[];
  has(roomId: string, member: string): boolean;
  /** Nobody of a room is here any more, wherever else they may be. */
  forget(roomId: string): void;
  /** Rooms with somebody in them. */
  readonly size: number;
}

/** An empty roster. */
export function roster(): Roster {
  const rooms = new Map<string, Room>();
  return {
    apply(roomId, from, said) {
      const before = rooms.get(roomId) ?? EMPTY;
      const { room, mail } = step(before, from, said);
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
