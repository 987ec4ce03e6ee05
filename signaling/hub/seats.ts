import type { Session } from "../room/session.ts";

/** Seats of this isolate, by room and member: a member of two rooms has two. */
export interface Seats {
  /** Open sockets. */
  readonly open: ReadonlySet<Session>;
  /** True if a member of the room has a seat here. */
  has(room: string): boolean;
  get(room: string, member: string): Session | undefined;
  /** Gives the seat to a new session; returns the open session that it takes it from. */
  take(room: string, member: string, session: Session): Session | undefined;
  /** Frees the seat; returns the open session that had it. */
  free(room: string, member: string): Session | undefined;
  /** Counts an ended session out; true if the seat was still its own. */
  end(room: string, member: string, session: Session): boolean;
  /** Keeps the seat of a lost socket for so many ticks. */
  keep(room: string, member: string, ticks: number, onEnd: () => void): void;
  tick(): void;
}

/** Empty seats; `onEmpty` hears of each room whose last seat is free. */
export function openSeats(onEmpty: (room: string) => void): Seats {
  const rooms = new Map<string, Map<string, Session>>();
  const open = new Set<Session>();
  const lost = new Set<Session>();

  function put(room: string, member: string, session: Session): Session | undefined {
    const seats = rooms.get(room) ?? new Map<string, Session>();
    const older = seats.get(member);
    seats.set(member, session);
    rooms.set(room, seats);
    return ifOpen(older);
  }

  function ifOpen(session: Session | undefined): Session | undefined {
    if (session) lost.delete(session);
    return session && open.has(session) ? session : undefined;
  }

  return {
    open,
    has: (room) => rooms.has(room),
    get: (room, member) => rooms.get(room)?.get(member),
    take(room, member, session) {
      open.add(session);
      return put(room, member, session);
    },
    free(room, member) {
      const seats = rooms.get(room);
      const older = seats?.get(member);
      seats?.delete(member);
      if (seats?.size === 0) {
        rooms.delete(room);
        onEmpty(room);
      }
      return ifOpen(older);
    },
    end(room, member, session) {
      open.delete(session);
      return rooms.get(room)?.get(member) === session;
    },
    keep(room, member, ticks, onEnd) {
      const seat = lostSeat(ticks, () => {
        if (rooms.get(room)?.get(member) === seat) onEnd();
      });
      lost.add(seat);
      put(room, member, seat);
    },
    tick() {
      for (const session of [...open, ...lost]) session.tick();
    },
  };
}

/** Placeholder for a lost socket: sends nothing, and ends after so many ticks. */
function lostSeat(ticks: number, onEnd: () => void): Session {
  let left = ticks;
  return {
    send() {},
    close: onEnd,
    tick() {
      if (--left <= 0) onEnd();
    },
  };
}
