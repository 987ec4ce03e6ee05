import type { Bus, BusCounts, BusEvents } from "../../signaling/bus/bus.ts";
import { isolatesBus } from "../../signaling/bus/isolates.ts";
import { natsBus } from "../../signaling/bus/nats.ts";
import { connectNats } from "../../routes/process/nats_connection.ts";
import { subjectsOf } from "../../signaling/bus/packet.ts";
import { readBus } from "../../signaling/bus_settings.ts";
import { systemClock } from "../../signaling/clock.ts";
import type { Told } from "../harness/isolate.ts";

/** By which way isolates are joined. */
export type Way =
  /** BroadcastChannel, and a port for what is for one isolate. */
  | { readonly by: "isolates"; readonly name: string }
  | { readonly by: "nats"; readonly url: string };

/** A bus that writes down what it hears. */
export interface TestBus extends Bus {
  told(): Told;
  readonly events: string[];
}

/** A bus of an isolate with a thread of its own, in a deployment with this key. */
export function openBus(way: Way, key: string, node: string, port?: MessagePort): TestBus {
  return recorded((count) => {
    if (way.by === "nats") {
      const settings = readBus((name) => name === "BUS_URL" ? way.url : undefined, []);
      if (!settings) throw new Error(`${way.url} is no bus`);
      const connect = () => connectNats(settings);
      return natsBus({ node, connect, key, clock: systemClock, count });
    }
    const channel = new BroadcastChannel(`${way.name}.${subjectsOf(key).prefix}`);
    return isolatesBus({ node, channel, ports: port ? [port] : [], clock: systemClock, count });
  });
}

/** Mail that may be lost: the way is not open yet. */
export const HELLO = "hello";

/** First word of an announcement. */
export const NEWS = "news";

/** Opens a bus and listens. Mail is `<number> …`: each sender's must come one by one. */
export function recorded(open: (count: BusCounts) => Bus): TestBus {
  const heard: Record<string, number> = {};
  const counts: Record<string, number> = {};
  const events: string[] = [];
  const greeted = new Set<string>();
  let astray = 0;
  const add = (name: string, n: number) => counts[name] = (counts[name] ?? 0) + n;
  const bus = open({
    mail: (fate, n) => add(fate, n),
    forged: () => add("forged", 1),
  });
  const owner: BusEvents = {
    heard(from, text) {
      if (text.startsWith(NEWS)) return void events.push(`${from[0]} ${text}`);
      if (text === HELLO) return void greeted.add(from);
      const before = heard[from] ?? 0;
      if (Number(text.slice(0, text.indexOf(" "))) !== before + 1) astray++;
      heard[from] = before + 1;
    },
    restored: () => events.push("restored"),
  };
  bus.listen(owner);
  const told = () => ({
    greeted: [...greeted],
    heard: { ...heard },
    astray,
    counts: { ...counts },
  });
  return { ...bus, events, told };
}

/** A node's name for a letter. */
export const named = (letter: string) => letter.padEnd(22, "_");
