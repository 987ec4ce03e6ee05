import type { Msg, Subscription } from "@nats-io/nats-core";
import type { Clock } from "../clock.ts";
import { kindOf } from "../log.ts";
import { type Bus, type BusCounts, type BusEvents, byTurn } from "./bus.ts";
import { packetCodec } from "./packet.ts";

/** The slice of a NATS connection that the bus uses. */
export interface Connection {
  publish(subject: string, packet: string): void;
  /** Rejects at once if nobody subscribes, and after `timeout` ms if nobody answers. */
  request(subject: string, packet: string, options: { timeout: number }): Promise<unknown>;
  subscribe(
    subject: string,
    options: {
      callback(error: Error | null, message: Pick<Msg, "string" | "respond">): void;
    },
  ): Pick<Subscription, "unsubscribe">;
  status(): AsyncIterable<{ readonly type: string }>;
  close(): Promise<void>;
}

/** Options of a bus by NATS; `key` signs for the deployment, `prefix` keeps it apart from others. */
export interface NatsOptions {
  readonly node: string;
  readonly connect: () => Promise<Connection>;
  readonly prefix: string;
  readonly key: string;
  readonly clock: Clock;
  readonly count: BusCounts;
}

const RECONNECT_MS = 2000;
/** Milliseconds until a request is sent again, and how often it is sent in all. */
const [REPLY_MS, TRIES] = [2000, 3];
/** Milliseconds until the next try when nobody subscribes: the other may be about to come back. */
const NOBODY_MS = 500;
/** Seconds after which a silent process's members are shown as away, and after which they left. */
const [SILENT_S, GONE_S] = [18, 33];
const BEAT_S = 2;
/** Beats after which mail is refused as old: sooner than its sender is gone and forgotten. */
const FRESH_BEATS = 15;
const PACKET_CHARS = 65_536;
/** Characters that wait for replies; mail beyond them is reported as lost at once. */
const UNDERWAY_CHARS = 1 << 25;
const EVERYBODY = "all";

/** Joins processes: signs what they say, refuses what is old, and hears who is alive. */
export function natsBus({ node, connect, prefix, key, clock, count }: NatsOptions): Bus {
  const codec = packetCodec(key);
  const life = new AbortController();
  const topics = new Map<string, ReturnType<Connection["subscribe"]> | null>();
  /** Other processes: the number of the newest beat, and the seconds since it was heard. */
  const others = new Map<string, { beat: number; age: number }>();
  const own = { beats: 0, seconds: 0, underway: 0 };
  let connection: Connection | null = null;
  let trouble: string | null = "not connected yet";
  let events: BusEvents | null = null;

  const pause = (ms: number) => new Promise<void>((done) => clock.later(ms, done, life.signal));

  function write(to: string, body: string): string {
    const heard = others.get(to)?.beat ?? 0;
    return codec.write({ from: node, to, beat: own.beats, heard, body });
  }

  function announce(topic: string, body: string): void {
    // The client would keep everything while it is away: it is told again when it is back.
    if (!trouble) connection?.publish(`${prefix}.${topic}`, write(topic, body));
  }

  async function request(to: string, body: string): Promise<boolean> {
    for (let tries = TRIES; tries > 0 && connection && !trouble; tries--) {
      const [subject, began] = [`${prefix}.${to}`, clock.elapsed()];
      const reply = connection.request(subject, write(to, body), { timeout: REPLY_MS });
      if (await reply.then(() => true, () => false)) return true;
      if (clock.elapsed() - began < NOBODY_MS) await pause(NOBODY_MS);
    }
    return false;
  }

  const mail = byTurn(clock, (to, texts) => {
    for (let at = 0, first = 0, size = 0; at < texts.length; at++) {
      size += texts[at]?.length ?? 0;
      if (size < PACKET_CHARS && at < texts.length - 1) continue;
      void deliver(to, texts.slice(first, at + 1));
      [first, size] = [at + 1, 0];
    }
  });

  async function deliver(to: string, texts: readonly string[]): Promise<void> {
    const body = texts.join("\n");
    const fits = own.underway < UNDERWAY_CHARS;
    own.underway += body.length;
    count.sent(texts.length);
    const arrived = fits && await request(to, body);
    own.underway -= body.length;
    if (arrived || life.signal.aborted) return;
    count.lost(texts.length);
    events?.lost(to, texts);
  }

  /** True if the packet is accepted: its sender is told so. */
  function receive(text: string): boolean {
    const packet = codec.read(text);
    if (typeof packet === "string") return refuse(packet);
    const { from, to, beat, heard, body } = packet;
    if (!topics.has(to)) return refuse("malformed");
    const known = others.get(from);
    if (to === EVERYBODY && known && beat <= known.beat) return refuse("replayed");
    if (to === node && heard + FRESH_BEATS < own.beats) return refuse("replayed");
    // Signs of life, which nobody can have recorded: a beat with a new number, and mail that
    // knows this process's newest beats.
    const isAlive = to === EVERYBODY || to === node && heard + 2 >= own.beats;
    const wasSilent = known && known.age >= SILENT_S;
    others.set(from, {
      beat: Math.max(beat, known?.beat ?? 0),
      age: isAlive ? 0 : known?.age ?? 0,
    });
    if (isAlive && wasSilent) events?.silent(from, false);
    if (to !== node && to !== EVERYBODY) events?.announced(from, body);
    for (const one of to === node ? body.split("\n") : []) {
      count.received(1);
      events?.mail(from, one);
    }
    return true;
  }

  function refuse(why: Parameters<BusCounts["refused"]>[0]): false {
    count.refused(why);
    return false;
  }

  function tick(): void {
    // First of all: an exception below must not end the beats.
    clock.later(1000, tick, life.signal);
    if (own.seconds++ % BEAT_S === 0) {
      own.beats++;
      announce(EVERYBODY, "");
    }
    // Counted, not timed: neither a jump of the clock nor a stall of this process ages anybody.
    for (const [name, other] of others) {
      if (++other.age === SILENT_S) events?.silent(name, true);
      if (other.age < GONE_S) continue;
      others.delete(name);
      events?.gone(name);
    }
  }

  function subscribe(topic: string): void {
    const subscription = connection?.subscribe(`${prefix}.${topic}`, {
      callback: (error, message) => void (!error && receive(message.string()) && message.respond()),
    });
    topics.set(topic, subscription ?? null);
  }

  async function run(): Promise<void> {
    while (!life.signal.aborted) {
      try {
        await follow(await connect());
        trouble = "closed";
      } catch (fault) {
        trouble = kindOf(fault);
      }
      connection = null;
      await pause(RECONNECT_MS);
    }
  }

  /** Ends when the connection is closed for good; short outages are the client's. */
  async function follow(opened: Connection): Promise<void> {
    if (life.signal.aborted) return await opened.close();
    connection = opened;
    for (const topic of topics.keys()) subscribe(topic);
    trouble = null;
    events?.restored();
    for await (const { type } of opened.status()) {
      if (type === "disconnect") trouble = "disconnected";
      if (type !== "reconnect") continue;
      trouble = null;
      events?.restored();
    }
  }

  return {
    node,
    mail,
    announce,
    follow: (topic) => void (topics.has(topic) || subscribe(topic)),
    unfollow(topic) {
      topics.get(topic)?.unsubscribe();
      topics.delete(topic);
    },
    listen(owner) {
      events = owner;
      for (const topic of [EVERYBODY, node]) subscribe(topic);
      void run();
      tick();
    },
    trouble: () => trouble && `no connection to the bus (${trouble})`,
    async close() {
      life.abort();
      await connection?.close();
    },
  };
}
