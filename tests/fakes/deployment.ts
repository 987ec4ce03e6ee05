import { metricsMemory, openMeter } from "../../signaling/metrics.ts";
import { openCluster } from "../../signaling/cluster.ts";
import { LIMITS } from "../../signaling/limit.ts";
import { openHub } from "../../signaling/hub.ts";
import { noIce } from "../../signaling/turn.ts";
import { linkBus } from "../../signaling/link.ts";
import { codec } from "../../signaling/packet.ts";
import { directMedium, named } from "./bus.ts";
import { fakeClock } from "./clock.ts";
import { FakeServerSocket } from "./server.ts";

/** One isolate of a deployment, and what its cluster refused. */
export interface Isolate {
  readonly refused: string[];
  readonly hub: ReturnType<typeof openHub>;
  enter(room: string, member: string): FakeServerSocket;
  /** As if its process were killed: it says and hears nothing more. */
  die(): void;
}

/** Isolates on one bus and one clock, with the fate of each packet in the test's hand. */
export function deployment() {
  const clock = fakeClock();
  const never = new AbortController().signal;
  /** Gives the delays with which a packet arrives; none: lost. */
  const fate = { of: (_topic: string): readonly number[] => [0] };
  const medium = directMedium((deliver, topic) => {
    for (const delay of fate.of(topic)) clock.later(delay, deliver, never);
  });

  function isolate(letter: string, offset = 0): Isolate {
    const refused: string[] = [];
    const own = { ...clock, now: () => clock.now() + offset };
    const carrier = medium();
    const bus = linkBus({
      node: named(letter),
      carrier,
      codec: codec("k".repeat(32)),
      clock: own,
      count: {
        sent() {},
        received() {},
        repaired() {},
        lost() {},
        refused: (why) => refused.push(why),
      },
    });
    const cluster = openCluster({
      bus,
      clock: own,
      topic: (room) => `room.${room}`,
      refused: (why) => refused.push(why),
    });
    const log = () => {};
    const meter = openMeter(metricsMemory(1), 0);
    const life = new AbortController();
    const hub = openHub({
      limits: LIMITS,
      clock: own,
      log,
      ice: noIce,
      cluster,
      meter,
      signal: life.signal,
    });
    return {
      refused,
      hub,
      enter(room, member) {
        const socket = new FakeServerSocket();
        hub.enter(room, member, socket);
        return socket;
      },
      die() {
        life.abort();
        void bus.close();
        cluster.close();
      },
    };
  }

  return { clock, fate, isolate, medium };
}

/** Who stands in the welcome, and everybody who called since. */
export function seen(socket: FakeServerSocket): string[] {
  return socket.take().flatMap((message) => {
    switch (message.type) {
      case "welcome":
        return [
          ...message.members.map((one) => `here ${one[0]}`),
          ...(message.away ?? []).map((one) => `absent ${one[0]}`),
        ];
      case "client-call":
      case "client-leave":
      case "client-away":
        return [`${message.type.slice(7)} ${message.from[0]}`];
      default:
        return [message.type];
    }
  });
}
