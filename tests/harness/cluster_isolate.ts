import { MAX_VIEWERS } from "../../protocol/limits.ts";
import { metricsMemory, openMeter } from "../../signaling/metrics/metrics.ts";
import { openCluster } from "../../signaling/cluster/cluster.ts";
import { shareBus } from "../../signaling/endpoint/endpoint_bus.ts";
import { LIMITS } from "../../signaling/rate_limit.ts";
import { openHub } from "../../signaling/hub/hub.ts";
import { noIce } from "../../signaling/turn/credentials.ts";
import { natsBus } from "../../signaling/bus/nats.ts";
import { named } from "../fakes/bus.ts";
import { fakeClock } from "../fakes/clock.ts";
import { natsNetwork } from "../fakes/nats_network.ts";
import { FakeServerSocket } from "../fakes/server_socket.ts";

/** One isolate of a deployment, and what its cluster refused. */
export interface Isolate {
  readonly refused: string[];
  readonly hub: ReturnType<typeof openHub>;
  enter(room: string, member: string, viewer?: boolean): FakeServerSocket;
  /** Sends another isolate whatever text. */
  say(node: string, text: string): void;
  /** Its connection to the bus is back after an outage. */
  reconnect(): void;
  /** As if its process were killed: it says and hears nothing more. */
  die(): void;
}

/**
 * Isolates on one bus, each with a clock that is so many ms off, a monotonic one too, as those of
 * machines are; with the rule of each packet in the test's hand.
 */
export function deployment() {
  const clock = fakeClock();
  const { network, connect } = natsNetwork(clock);

  function isolate(letter: string, offset = 0): Isolate {
    const refused: string[] = [];
    const [now, elapsed] = [() => clock.now() + offset, () => clock.elapsed() + offset];
    const own = { ...clock, now, elapsed };
    const connection = connect();
    const life = new AbortController();
    const bus = natsBus({
      node: named(letter),
      connect: () => Promise.resolve(connection),
      key: "k".repeat(32),
      clock: own,
      count: { mail() {}, forged: () => refused.push("forged") },
    });
    const ways = shareBus(bus, () => refused.push("notice"));
    const cluster = openCluster({
      bus: ways.rooms,
      clock: own,
      maxViewers: MAX_VIEWERS,
      refused: (why) => refused.push(why),
      signal: life.signal,
    });
    const log = () => {};
    const meter = openMeter(metricsMemory(1), 0);
    const hub = openHub({
      limits: LIMITS,
      clock: own,
      log,
      ice: noIce,
      cluster,
      maxViewers: MAX_VIEWERS,
      endpointBus: ways.endpoints,
      meter,
      signal: life.signal,
    });
    return {
      refused,
      hub,
      enter(room, member, viewer = false) {
        const socket = new FakeServerSocket();
        hub.enter(room, member, socket, { viewer });
        return socket;
      },
      say: bus.mail,
      reconnect: () => connection.restart(),
      die() {
        life.abort();
        void bus.close();
      },
    };
  }

  return { clock, network, isolate, connect };
}

/** Members that stand in the welcome, and all that called since. */
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
