import { AWAY, type Bus, type Ear, GONE } from "./bus.ts";
import { type Carrier, INBOX } from "./carrier.ts";
import type { Clock } from "./clock.ts";
import { type Inbox, inbox, type Receipt } from "./inbox.ts";
import { type Outbox, outbox, WINDOW } from "./outbox.ts";
import type { Codec, Fault, Packet } from "./packet.ts";

/** What happens on a bus, for whoever counts. */
export interface BusCounts {
  sent(lines: number): void;
  received(lines: number): void;
  /** Packets that were sent once more. */
  repaired(packets: number): void;
  lost(lines: number): void;
  refused(why: Fault | "replayed"): void;
}

export interface LinkOptions {
  /** 22 characters of base64url, new at every start. */
  readonly node: string;
  readonly carrier: Carrier;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly count: BusCounts;
}

/** Another isolate, as far as it is known here. */
interface Neighbour {
  age: number;
  /** The number of its last beat. */
  beat: number;
  /** Null once it is gone; what remains keeps its old packets from being taken for new. */
  inbox: Inbox | null;
  floor: number;
  receipt: Receipt | null;
  /** Packets since the last receipt. */
  unsaid: number;
}

/** Packets after which a receipt is due at once; fewer wait for the tick. A sixth of the window. */
const RECEIPT = WINDOW / 6;
const TICK = 100;
const PER_SECOND = 1000 / TICK;
const BEAT = 2 * PER_SECOND;
/** Isolates of the past that are remembered. */
const MOST_PAST = 4096;
const EVERYBODY = "all";

/** Makes a bus of a carrier: numbers, receipts, repairs and signs of life. */
export function linkBus(options: LinkOptions): Bus {
  const { node, carrier, codec, clock, count } = options;
  const life = new AbortController();
  const known = new Map<string, Neighbour>();
  const past = new Map<string, Pick<Neighbour, "beat" | "floor">>();
  const outboxes = new Map<string, Outbox>();
  const ready = new Set<string>();
  let ear: Ear | null = null;
  let turning = false;
  let ticks = 0;
  let beats = 0;
  let births = 0;
  let epochs = 0;

  const inboxTopic = (name: string) => INBOX + name;
  const post = (topic: string, packet: Packet) => carrier.post(topic, codec.write(packet));

  /** What one turn of the event loop sends goes in one packet. */
  function turn(name: string): void {
    ready.add(name);
    if (turning) return;
    turning = true;
    clock.soon(() => {
      turning = false;
      for (const one of ready) {
        outboxes.get(one)?.flush();
        const neighbour = known.get(one);
        if (!neighbour?.receipt) continue;
        post(inboxTopic(one), { kind: "ack", from: node, to: one, ...neighbour.receipt });
        neighbour.receipt = null;
        neighbour.unsaid = 0;
      }
      ready.clear();
    });
  }

  function outboxTo(name: string): Outbox {
    const found = outboxes.get(name) ?? outbox({
      most: carrier.most,
      epoch: () => ++epochs,
      post: (batch) => post(inboxTopic(name), { kind: "data", from: node, to: name, ...batch }),
      repaired: count.repaired,
      lost: count.lost,
    });
    outboxes.set(name, found);
    return found;
  }

  function meet(name: string): Neighbour {
    const found = known.get(name);
    if (found) {
      if (found.age >= AWAY * PER_SECOND) back(name);
      found.age = 0;
      return found;
    }
    const before = past.get(name);
    const { beat, floor } = before ?? { beat: 0, floor: 0 };
    const fresh: Neighbour = { age: 0, beat, floor, inbox: null, receipt: null, unsaid: 0 };
    known.set(name, fresh);
    past.delete(name);
    if (before) ear?.gap(name);
    return fresh;
  }

  function back(name: string): void {
    ear?.away(name, false);
    // What was announced meanwhile did not arrive.
    ear?.gap(name);
  }

  function forget(name: string, neighbour: Neighbour): void {
    known.delete(name);
    past.set(name, { beat: neighbour.beat, floor: neighbour.inbox?.epoch ?? neighbour.floor });
    if (past.size > MOST_PAST) {
      for (const oldest of [...past.keys()].slice(0, 1)) past.delete(oldest);
    }
    const waiting = outboxes.get(name)?.waiting ?? 0;
    if (waiting > 0) count.lost(waiting);
    outboxes.delete(name);
    ear?.gone(name);
  }

  function hear(topic: string, text: string): void {
    const packet = codec.read(text);
    if (typeof packet === "string") return count.refused(packet);
    if (packet.from === node) return;
    if (packet.kind === "beat") return heed(topic, packet);
    if (packet.to !== node) return count.refused("malformed");
    const { from } = packet;
    // Beats alone are signs of life: their numbers cannot be repeated. What is gone returns by one.
    if (!known.has(from) && past.has(from)) return count.refused("replayed");
    if (packet.kind === "ack") return outboxes.get(from)?.ack(packet);
    const neighbour = known.get(from) ?? meet(from);
    neighbour.inbox ??= inbox({
      deliver(line) {
        count.received(1);
        ear?.message(from, line);
      },
      broken: () => ear?.gap(from),
      born: ++births,
      floor: neighbour.floor,
    });
    neighbour.receipt = neighbour.inbox.take(packet) ?? neighbour.receipt;
    // Each packet wakes a thread: what says nothing new is not sent for every one.
    if (neighbour.receipt?.gap || ++neighbour.unsaid >= RECEIPT) turn(from);
  }

  function heed(topic: string, packet: Packet & { kind: "beat" }): void {
    const last = known.get(packet.from)?.beat ?? past.get(packet.from)?.beat ?? 0;
    // An old beat is no sign of life, and one on another topic says nothing there.
    if (packet.n <= last || packet.topic !== topic) return count.refused("replayed");
    meet(packet.from).beat = packet.n;
    if (topic !== EVERYBODY) ear?.announced(packet.from, topic, packet.line);
  }

  function beat(topic: string, line: string): void {
    post(topic, { kind: "beat", from: node, n: ++beats, topic, line });
  }

  function tick(): void {
    // Counted, not timed: neither a jump of the clock nor a stall makes anybody old.
    if (ticks++ % BEAT === 0) beat(EVERYBODY, "");
    for (const one of outboxes.values()) one.tick();
    for (const [name, neighbour] of known) {
      if (neighbour.receipt) turn(name);
      const age = ++neighbour.age;
      if (age === AWAY * PER_SECOND) ear?.away(name, true);
      if (age >= GONE * PER_SECOND) forget(name, neighbour);
    }
    clock.later(TICK, tick, life.signal);
  }

  return {
    node,
    send(to, line) {
      count.sent(1);
      outboxTo(to).push(line);
      turn(to);
    },
    announce: beat,
    follow: (topic) => carrier.follow(topic),
    unfollow: (topic) => carrier.unfollow(topic),
    listen(own) {
      ear = own;
      carrier.follow(EVERYBODY);
      carrier.follow(inboxTopic(node));
      carrier.open(hear, () => ear?.gap(null));
      tick();
    },
    trouble: () => carrier.trouble(),
    close() {
      life.abort();
      return carrier.close();
    },
  };
}
