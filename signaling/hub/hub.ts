import { absent } from "./seats.ts";
import { CLOSE, type Ice, type Refusal, type ServerMessage } from "../../protocol/mod.ts";
import type { Clock } from "../clock.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Limits } from "../rate_limit.ts";
import type { Log } from "../log.ts";
import type { Meter } from "../metrics/metrics.ts";
import type { Mail, Presence, Said } from "../room/room.ts";
import { countReport } from "../metrics/pair_reports.ts";
import { roster } from "../room/rooms.ts";
import type { Relayed } from "../cluster/notices.ts";
import { type Heard, openSession, type Session, type Socket } from "../room/session.ts";
import type { IceSource } from "../turn/credentials.ts";

/** What the hub needs from outside. */
export interface HubOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly ice: IceSource;
  /** The members that sit at other isolates. */
  readonly cluster: Cluster;
  readonly meter: Meter;
  readonly signal: AbortSignal;
}

/** Milliseconds that a welcome waits for other isolates to say who is in the room. */
const ASKING = 15;

/** Joins sessions and rooms, and delivers what the rooms decide. */
export interface Hub {
  /** An open socket of a member whose id is proven. */
  enter(roomId: string, member: string, socket: Socket, onEnd?: () => void): void;
  /** Tells everybody that the server goes away, and after `grace` ms closes with 1012. */
  drain(retryAfter: number, grace: number): void;
  /** The same for all who are here now, whose seats are kept; then runs `done`, and goes on. */
  restart(retryAfter: number, grace: number, done: () => void): void;
  readonly draining: boolean;
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
  // Seats whose sockets are lost, kept for a while.
  const ghosts = new Set<Session>();
  const { cluster, meter } = options;
  const arriving = new Map<string, (() => void)[]>();
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
    joined(roomId, member, presence) {
      // Our last member may have gone with the news that it is elsewhere now.
      if (!sessions.has(roomId)) return;
      say(roomId, member, { type: presence === "here" ? "join" : "away" });
      // The others of the same notice come in this turn, too.
      if (arriving.has(roomId)) options.clock.soon(() => arrive(roomId));
    },
    left: (roomId, member) => say(roomId, member, { type: "client-leave" }),
    presence(roomId, member, presence) {
      say(roomId, member, { type: presence === "here" ? "client-call" : "away" });
    },
    replaced(roomId, member) {
      const session = sessions.get(roomId)?.get(member);
      sessions.get(roomId)?.delete(member);
      if (session) supersede(session);
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

  /** A newer seat of the same member counts. */
  function supersede(older: Session): void {
    if (!ghosts.delete(older)) dismiss(older, "replaced", CLOSE.replaced);
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
    if (older) supersede(older);
  }

  function unseat(roomId: string, member: string, session: Session, keep: number): void {
    all.delete(session);
    ghosts.delete(session);
    const here = sessions.get(roomId);
    // A session that was replaced has lost its seat already: nobody is to see a leave.
    if (here?.get(member) !== session) return;
    if (draining) {
      // Who loses this server is about to come back by another: nobody sees a leave.
      here.delete(member);
      rooms.apply(roomId, member, { type: "client-leave" });
      return sweep(roomId);
    }
    if (keep > 0) {
      const ghost = absent(keep, () => unseat(roomId, member, ghost, 0));
      ghosts.add(ghost);
      here.set(member, ghost);
      return turn(roomId, member, "away");
    }
    here.delete(member);
    say(roomId, member, { type: "client-leave" });
    sweep(roomId);
    cluster.unseat(roomId, member);
  }

  function tell(session: Session, ice: Ice, how: "asked" | "late"): void {
    meter.add("ice", how);
    session.send({ type: "ice", ...ice });
  }

  function obey(room: string, member: string, session: Session, message: Heard): void {
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

  /** Those who waited to hear who else is there are welcomed. */
  function arrive(roomId: string): void {
    const all = arriving.get(roomId) ?? [];
    arriving.delete(roomId);
    for (const welcome of all) welcome();
  }

  /** Whether a room that is new here is also held elsewhere is known soon, or not at all. */
  function arriveSoon(roomId: string, welcome: () => void): void {
    const others = arriving.get(roomId);
    if (others) return void others.push(welcome);
    arriving.set(roomId, [welcome]);
    options.clock.later(ASKING, () => arrive(roomId), options.signal);
  }

  /** One of our own falls silent, or is heard again. */
  function turn(roomId: string, member: string, presence: Presence): void {
    say(roomId, member, { type: presence === "here" ? "client-call" : "away" });
    cluster.setPresence(roomId, member, presence);
  }

  function sendAway(retryAfter: number, grace: number, done = () => {}): void {
    for (const session of all) session.send({ type: "draining", retryAfter });
    // What is on its way still arrives.
    options.clock.later(grace, () => {
      for (const session of [...all]) session.close(CLOSE.restart);
      done();
    }, options.signal);
  }

  function tick(): void {
    for (const session of [...all, ...ghosts]) session.tick();
    count();
    options.clock.later(1000, tick, options.signal);
  }
  tick();

  return {
    enter(roomId, member, socket, onEnd) {
      const session = openSession(socket, {
        limits: options.limits,
        clock: options.clock,
        log: options.log,
        meter,
        onMessage: (message) => obey(roomId, member, session, message),
        onAway: (away) => turn(roomId, member, away ? "away" : "here"),
        onEnd(keep) {
          unseat(roomId, member, session, keep);
          count();
          onEnd?.();
        },
      });
      all.add(session);
      const known = cluster.holds(roomId);
      seat(roomId, member, session);
      const welcome = () => {
        if (sessions.get(roomId)?.get(member) !== session) return;
        const { now, better } = options.ice(roomId, member);
        say(roomId, member, { type: "join", greeting: { ...now, beat: options.limits.beat } });
        if (!rooms.has(roomId, member)) return session.close(CLOSE.roomFull);
        if (draining) return session.close(CLOSE.restart);
        meter.add("ice", "welcome");
        // Nobody waits for an issuer: who was welcomed without a relay is told when there is one.
        better?.then((ice) => ice.iceTtl !== 0 && tell(session, ice, "late"));
        if (known) cluster.seat(roomId, member);
        count();
      };
      if (known) return welcome();
      cluster.seat(roomId, member);
      arriveSoon(roomId, welcome);
    },
    drain(retryAfter, grace) {
      if (draining) return;
      draining = true;
      meter.add("drains", "");
      sendAway(retryAfter, grace);
    },
    restart: sendAway,
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
    case "beat":
    case "client-away":
    case "client-leave":
    case "draining":
    case "ice":
    case "refused":
    case "welcome":
      return false;
  }
}
