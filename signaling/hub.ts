import { CLOSE } from "../protocol/mod.ts";
import type { IceServer } from "../protocol/mod.ts";
import type { Clock } from "./clock.ts";
import type { Limits } from "./limit.ts";
import type { Log } from "./log.ts";
import type { Said } from "./room.ts";
import { roster } from "./roster.ts";
import { openSession, type Session, type Socket } from "./session.ts";

/** What the hub needs from outside. */
export interface HubOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly iceServers: (member: string) => readonly IceServer[];
}

/** Joins sessions and rooms, and delivers what the rooms decide. */
export interface Hub {
  /** An open socket of a member whose id is proven. */
  enter(roomId: string, member: string, socket: Socket, onEnd?: () => void): void;
  /** Tells everybody that the server goes away, and after `grace` ms closes with 1012. */
  drain(retryAfter: number, grace: number): void;
  readonly draining: boolean;
  readonly sockets: number;
  readonly rooms: number;
}

/** A hub without anybody in it. */
export function openHub(options: HubOptions): Hub {
  const rooms = roster();
  // By room and member: a member of two rooms is two sessions.
  const sessions = new Map<string, Map<string, Session>>();
  const all = new Set<Session>();
  const life = new AbortController();
  let draining = false;

  function say(roomId: string, from: string, said: Said): void {
    for (const { to, message } of rooms.apply(roomId, from, said)) {
      // The one place where mail leaves: a bus takes what is not for a session of this process.
      sessions.get(roomId)?.get(to)?.send(message);
    }
  }

  function seat(roomId: string, member: string, session: Session): void {
    const here = sessions.get(roomId) ?? new Map<string, Session>();
    const older = here.get(member);
    here.set(member, session);
    sessions.set(roomId, here);
    if (!older) return;
    older.send({ type: "refused", code: "replaced" });
    older.close(CLOSE.replaced);
  }

  function unseat(roomId: string, member: string, session: Session): void {
    all.delete(session);
    const here = sessions.get(roomId);
    // A session that was replaced has lost its seat already: nobody is to see a leave.
    if (here?.get(member) !== session) return;
    here.delete(member);
    if (here.size === 0) sessions.delete(roomId);
    say(roomId, member, { type: "client-leave" });
  }

  return {
    enter(roomId, member, socket, onEnd) {
      const session = openSession(socket, {
        limits: options.limits,
        clock: options.clock,
        log: options.log,
        onMessage(message) {
          if (message.type === "client-leave") session.close(CLOSE.normal);
          else say(roomId, member, message);
        },
        onEnd() {
          unseat(roomId, member, session);
          onEnd?.();
        },
      });
      all.add(session);
      seat(roomId, member, session);
      say(roomId, member, { type: "join", iceServers: options.iceServers(member) });
      if (!rooms.has(roomId, member)) session.close(CLOSE.roomFull);
      else if (draining) session.close(CLOSE.restart);
    },
    drain(retryAfter, grace) {
      if (draining) return;
      draining = true;
      for (const session of all) session.send({ type: "draining", retryAfter });
      // What is on its way still arrives.
      options.clock.later(grace, () => {
        for (const session of [...all]) session.close(CLOSE.restart);
      }, life.signal);
    },
    get draining() {
      return draining;
    },
    get sockets() {
      return all.size;
    },
    get rooms() {
      return rooms.size;
    },
  };
}
