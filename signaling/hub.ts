import { CLOSE } from "../protocol/mod.ts";
import type { ClientMessage, Ice, Refusal, ServerMessage } from "../protocol/mod.ts";
import type { Clock } from "./clock.ts";
import type { Cluster } from "./cluster.ts";
import type { Limits } from "./limit.ts";
import type { Log } from "./log.ts";
import type { Meter } from "./metrics.ts";
import type { Mail, Said } from "./room.ts";
import { countReport } from "./reports.ts";
import { roster } from "./roster.ts";
import type { Relayed } from "./seats.ts";
import { openSession, type Session, type Socket } from "./session.ts";
import type { IceSource } from "./turn.ts";

/** What the hub needs from outside. */
export interface HubOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly ice: IceSource;
  /** The members that sit at other isolates. */
  readonly cluster: Cluster;
  readonly meter: Meter;
}

/** Joins sessions and rooms, and delivers what the rooms decide. */
export interface Hub {
  /** An open socket of a member whose id is proven. */
  enter(roomId: string, member: string, socket: Socket, onEnd?: () => void): void;
  /** Tells everybody that the server goes away, and after `grace` ms closes with 1012. */
  drain(retryAfter: number, grace: number): void;
  readonly draining: boolean;
  /** Whether a member of this room is here. */
  holds(roomId: string): boolean;
  /** Of this isolate, as the rooms. */
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
  const { cluster, meter } = options;
  let draining = false;

  function say(roomId: string, from: string, said: Said): void {
    for (const mail of rooms.apply(roomId, from, said)) deliver(roomId, mail);
  }

  /** The one place where mail leaves. */
  function deliver(roomId: string, { to, message }: Mail): void {
    const session = sessions.get(roomId)?.get(to);
    if (message.type === "refused") meter.add("refused", message.code);
    if (session) session.send(message);
    // Who comes and who goes, the other isolates tell their members themselves.
    else if (isRelayed(message)) cluster.mail(roomId, to, message);
  }

  cluster.open({
    joined(roomId, member) {
      // Our last member may have gone with the news that it is elsewhere now.
      if (!sessions.has(roomId)) return;
      // The welcome that follows is for nobody here: their own isolate has sent it.
      say(roomId, member, { type: "join", ice: { iceServers: [] } });
    },
    left: (roomId, member) => say(roomId, member, { type: "client-leave" }),
    away(roomId, from, away) {
      const message = { type: away ? "client-away" : "client-call", from } as const;
      for (const session of sessions.get(roomId)?.values() ?? []) session.send(message);
    },
    replaced(roomId, member) {
      const session = sessions.get(roomId)?.get(member);
      sessions.get(roomId)?.delete(member);
      if (session) dismiss(session, "replaced", CLOSE.replaced);
      sweep(roomId);
    },
    full(roomId, member) {
      const session = sessions.get(roomId)?.get(member);
      if (session) dismiss(session, "room_full", CLOSE.roomFull);
    },
    mail: (roomId, to, message) => sessions.get(roomId)?.get(to)?.send(message),
  });

  function count(): void {
    meter.set("sockets", "", all.size);
    meter.set("rooms", "", rooms.size);
  }

  function dismiss(session: Session, code: Refusal, close: number): void {
    meter.add("refused", code);
    session.send({ type: "refused", code });
    session.close(close);
  }

  /** A room without anybody here is forgotten, whoever may be in it elsewhere. */
  function sweep(roomId: string): void {
    if (sessions.get(roomId)?.size !== 0) return;
    sessions.delete(roomId);
    rooms.forget(roomId);
  }

  function seat(roomId: string, member: string, session: Session): void {
    const here = sessions.get(roomId) ?? new Map<string, Session>();
    const older = here.get(member);
    here.set(member, session);
    sessions.set(roomId, here);
    if (older) dismiss(older, "replaced", CLOSE.replaced);
  }

  function unseat(roomId: string, member: string, session: Session): void {
    all.delete(session);
    const here = sessions.get(roomId);
    // A session that was replaced has lost its seat already: nobody is to see a leave.
    if (here?.get(member) !== session) return;
    here.delete(member);
    say(roomId, member, { type: "client-leave" });
    sweep(roomId);
    // Who loses this server is about to come back by another: elsewhere nobody sees a leave.
    if (!draining) cluster.unseat(roomId, member);
  }

  function tell(session: Session, ice: Ice, how: "asked" | "late"): void {
    meter.add("ice", how);
    session.send({ type: "ice", ...ice });
  }

  function obey(room: string, member: string, session: Session, message: ClientMessage): void {
    switch (message.type) {
      case "client-ice": {
        const { now, better } = options.ice(room, member);
        if (better) better.then((ice) => tell(session, ice, "asked"));
        else tell(session, now, "asked");
        return;
      }
      case "client-report":
        return countReport(meter, message);
      case "client-leave":
        cluster.unseat(room, member);
        return session.close(CLOSE.normal);
      case "client-call":
      case "client-offer":
      case "client-answer":
      case "client-candidate":
        return say(room, member, message);
    }
  }

  return {
    enter(roomId, member, socket, onEnd) {
      const session = openSession(socket, {
        limits: options.limits,
        clock: options.clock,
        log: options.log,
        meter,
        onMessage: (message) => obey(roomId, member, session, message),
        onEnd() {
          unseat(roomId, member, session);
          count();
          onEnd?.();
        },
      });
      all.add(session);
      seat(roomId, member, session);
      const { now, better } = options.ice(roomId, member);
      say(roomId, member, { type: "join", ice: now });
      if (!rooms.has(roomId, member)) return session.close(CLOSE.roomFull);
      if (draining) return session.close(CLOSE.restart);
      meter.add("ice", "welcome");
      // Nobody waits for an issuer: who was welcomed without a relay is told when there is one.
      better?.then((ice) => ice.iceTtl !== 0 && tell(session, ice, "late"));
      cluster.seat(roomId, member);
      count();
    },
    drain(retryAfter, grace) {
      if (draining) return;
      draining = true;
      meter.add("drains", "");
      for (const session of all) session.send({ type: "draining", retryAfter });
      // What is on its way still arrives.
      options.clock.later(grace, () => {
        for (const session of [...all]) session.close(CLOSE.restart);
      }, life.signal);
    },
    holds: (roomId) => sessions.has(roomId),
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

function isRelayed(message: ServerMessage): message is Relayed {
  switch (message.type) {
    case "client-offer":
    case "client-answer":
    case "client-candidate":
      return true;
    case "client-call":
      return message.to !== undefined;
    case "client-away":
    case "client-leave":
    case "draining":
    case "ice":
    case "refused":
    case "welcome":
      return false;
  }
}
