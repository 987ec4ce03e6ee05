import type { Bus, Ear } from "../../signaling/bus.ts";
import { type Carrier, directMedium } from "../../signaling/carrier.ts";
import { broadcastCarrier } from "../../signaling/carrier_broadcast.ts";
import { portsCarrier } from "../../signaling/carrier_ports.ts";
import { natsCarrier } from "../../signaling/carrier_nats.ts";
import { type Clock, systemClock } from "../../signaling/clock.ts";
import { type BusCounts, linkBus } from "../../signaling/link.ts";
import { codec } from "../../signaling/packet.ts";
import type { Told } from "./isolate.ts";

/** By which way isolates are joined. */
export type Way =
  | { readonly by: "broadcast"; readonly name: string }
  /** BroadcastChannel, and a port for what is for one isolate. */
  | { readonly by: "ports"; readonly name: string }
  | { readonly by: "nats"; readonly url: string };

/** A bus that writes down what it hears. */
export interface TestBus extends Bus {
  told(): Told;
  readonly events: string[];
}

export function carrierOf(way: Way, port?: MessagePort): Carrier {
  if (way.by === "nats") return natsCarrierOf(way.url);
  const base = broadcastCarrier(new BroadcastChannel(way.name), systemClock);
  if (way.by === "broadcast") return base;
  const carrier = portsCarrier(base, systemClock);
  if (port) carrier.join(port);
  return carrier;
}

const natsCarrierOf = (url: string) =>
  natsCarrier({ url, ca: null, prefix: "test", clock: systemClock, log() {} });

export function openBus(way: Way, key: string, node: string, port?: MessagePort): TestBus {
  return listening(carrierOf(way, port), key, node, systemClock);
}

/** Lines are `<number> …`: each sender's must come in order, one by one. */
export function listening(carrier: Carrier, key: string, node: string, clock: Clock): TestBus {
  const heard: Record<string, number> = {};
  const counts: Record<string, number> = {};
  const events: string[] = [];
  let astray = 0;
  const add = (name: string, n: number) => counts[name] = (counts[name] ?? 0) + n;
  const count: BusCounts = {
    sent: (n) => add("sent", n),
    received: (n) => add("received", n),
    repaired: (n) => add("repaired", n),
    lost: (n) => add("lost", n),
    refused: (why) => add(why, 1),
  };
  const bus = linkBus({ node, carrier, codec: codec(key), clock, count });
  const ear: Ear = {
    message(from, text) {
      const before = heard[from] ?? 0;
      if (Number(text.slice(0, text.indexOf(" "))) !== before + 1) astray++;
      heard[from] = before + 1;
    },
    announced: (from, topic, text) => events.push(`announced ${from[0]} ${topic} ${text}`),
    away: (from, away) => events.push(`${away ? "away" : "back"} ${from[0]}`),
    gone: (from) => events.push(`gone ${from[0]}`),
    gap: (from) => events.push(`gap ${from?.[0] ?? "all"}`),
  };
  bus.listen(ear);
  return { ...bus, events, told: () => ({ heard: { ...heard }, astray, counts: { ...counts } }) };
}

export { directMedium };

/** A node's name for a letter. */
export const named = (letter: string) => letter.padEnd(22, "_");
