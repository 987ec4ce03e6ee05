import { CLOSE } from "../../protocol/mod.ts";
import type { Clock } from "../clock.ts";
import type { Cluster, ClusterEvents } from "../cluster/cluster.ts";
import type { Log } from "../log.ts";
import type { Meter } from "../metrics/metrics.ts";
import type { Limits } from "../rate_limit.ts";
import { randomKey } from "../random_key.ts";
import { openRooms } from "../room/rooms.ts";
import type { Socket } from "../room/session.ts";
import { isSameOffer, NO_OFFER } from "../room/watched_room.ts";
import type { IceSource } from "../turn/credentials.ts";
import { type Arrivals, openArrivals } from "./arrivals.ts";
import { type Delivery, openDelivery } from "./delivery.ts";
import { type JoinOptions, joinRoom } from "./join.ts";
import { openSeats, type Seats } from "./seats.ts";
import type { EndpointBus } from "../endpoint/endpoint_bus.ts";
import { type EndpointRouter, openEndpointRouter } from "../endpoint/endpoint_router.ts";
import { openEndpoints } from "../endpoint/endpoints.ts";

/** Options of a hub. */
export interface HubOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly ice: IceSource;
  /** Viewers of one room. */
  readonly maxViewers: number;
  /** The members that sit at other isolates; null where there are no others. */
  readonly cluster: Cluster | null;
  /** Way to the endpoints of other isolates; null where there are no others. */
  readonly endpointBus: EndpointBus | null;
  readonly meter: Meter;
  readonly signal: AbortSignal;
}

/** Options of one stay of a member. */
export interface StayOptions {
  /** It watches, and is no part of the mesh. */
  readonly viewer?: boolean;
  readonly onEnd?: () => void;
}

/** Joins sessions and rooms, and delivers what the rooms decide. */
export interface Hub {
  /** An open socket of a member whose id is proven. */
  enter(roomId: string, member: string, socket: Socket, stay?: StayOptions): void;
  /** Tells all sessions that the server goes away, and after `grace` ms closes with 1012. */
  drain(retryAfter: number, grace: number): void;
  /** The same for all who are here now, whose seats are kept; then runs `done`, and goes on. */
  restart(retryAfter: number, grace: number, done: () => void): void;
  /** Requests of publishers and players to pages that listen for them. */
  readonly endpoints: Pick<EndpointRouter, "ask">;
  /** ICE servers for a client of an endpoint. */
  readonly ice: IceSource;
  readonly draining: boolean;
  /** Of this isolate, as the rooms. */
  readonly sockets: number;
  readonly rooms: number;
}

/** A hub without sessions. */
export function openHub(options: HubOptions): Hub {
  const { limits, clock, log, ice, cluster, endpointBus: bus, meter, signal } = options;
  const rooms = openRooms(options.maxViewers);
  // A room without members here is forgotten, even if it has some elsewhere.
  const seats = openSeats(rooms.forget);
  const arrivals = openArrivals(clock, signal);
  const delivery = openDelivery({ rooms, seats, cluster, meter });
  const randomId = () => randomKey(16);
  const endpoints = openEndpoints({
    clock,
    randomId,
    follow: (topic, on) => bus?.follow(topic, on),
    isFull: rooms.isFull,
  });
  const router = openEndpointRouter({ clock, randomId, endpoints, bus, signal });
  bus?.listen(router.heard);
  let draining = false;

  cluster?.open(clusterEvents({ seats, arrivals, delivery }));

  function count(): void {
    meter.set("sockets", "", seats.open.size);
    meter.set("rooms", "", rooms.size);
  }

  function sendAway(retryAfter: number, grace: number, done = () => {}): void {
    for (const session of seats.open) session.send({ type: "draining", retryAfter });
    // What is on its way still arrives.
    clock.later(grace, () => {
      for (const session of [...seats.open]) session.close(CLOSE.restart);
      done();
    }, signal);
  }

  function tick(): void {
    seats.tick();
    count();
    clock.later(1000, tick, signal);
  }
  tick();

  const joining: JoinOptions = {
    limits,
    clock,
    log,
    meter,
    ice,
    cluster,
    rooms,
    seats,
    arrivals,
    delivery,
    endpoints,
    owner: { isDraining: () => draining, changed: count },
  };
  return {
    enter(room, member, socket, { viewer = false, onEnd } = {}) {
      joinRoom(joining, { room, member, viewer, socket, onEnd });
    },
    drain(retryAfter, grace) {
      if (draining) return;
      draining = true;
      meter.add("drains", "");
      sendAway(retryAfter, grace);
    },
    restart: sendAway,
    endpoints: router,
    ice,
    get draining() {
      return draining;
    },
    get sockets() {
      return seats.open.size;
    },
    get rooms() {
      return rooms.size;
    },
  };
}

/** Tells the rooms here what other isolates do. */
function clusterEvents({ seats, arrivals, delivery }: {
  readonly seats: Seats;
  readonly arrivals: Arrivals;
  readonly delivery: Delivery;
}): ClusterEvents {
  return {
    changed(room, member, seat, before) {
      // Our last member may have gone with the news that it is elsewhere now.
      if (!seats.has(room)) return;
      if (!seat) return delivery.apply(room, member, { type: "client-leave" });
      const { presence, viewer, offer, avoids } = seat;
      if (before) {
        if (!isSameOffer(before.offer, offer)) {
          delivery.apply(room, member, { type: "client-serve", ...offer ?? NO_OFFER });
        }
        const told = avoids ? { speaker: avoids } : {};
        if (before.avoids !== avoids) {
          delivery.apply(room, member, { type: "client-avoid", ...told });
        }
        return;
      }
      // A viewer that is away keeps its place, and nobody waits for it.
      if (presence === "here" || viewer) {
        delivery.apply(room, member, { type: "join", viewer, offer, avoids });
      } else delivery.apply(room, member, { type: "away" });
      arrivals.answered(room);
    },
    yielded(room, member, why) {
      const session = why === "full" ? seats.get(room, member) : seats.free(room, member);
      if (session && why === "full") delivery.dismiss(session, "room_full", CLOSE.roomFull);
      else if (session) delivery.dismiss(session, "replaced", CLOSE.replaced);
    },
    mail: (room, to, message) => seats.get(room, to)?.send(message),
  };
}
