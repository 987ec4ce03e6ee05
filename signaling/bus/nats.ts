import type { Msg, Subscription } from "@nats-io/nats-core";
import { kindOf } from "../log.ts";
import { batched, type Bus, type BusEvents, type BusOptions } from "./bus.ts";
import { packetCodec } from "./packet.ts";

/** The slice of a NATS connection that the bus uses. */
export interface Connection {
  publish(subject: string, packet: string): void;
  /** Rejects at once if no process subscribes, and after `timeout` ms without an answer. */
  request(subject: string, packet: string, options: { timeout: number }): Promise<unknown>;
  subscribe(
    subject: string,
    options: { callback(error: Error | null, message: Pick<Msg, "string" | "respond">): void },
  ): Pick<Subscription, "unsubscribe">;
  status(): AsyncIterable<{ readonly type: string }>;
  close(): Promise<void>;
}

/** Options of a bus by NATS; `key` signs for the deployment, `prefix` keeps it apart from others. */
export interface NatsOptions extends BusOptions {
  readonly connect: () => Promise<Connection>;
  readonly prefix: string;
  readonly key: string;
}

const RECONNECT_MS = 2000;
/** Milliseconds that a request waits for its reply, and how often it is sent in all. */
const [REPLY_MS, TRIES] = [2000, 3];
/** Milliseconds until the next try: a process that nobody answers for may be about to come back. */
const REPEAT_MS = 500;
/** Characters that wait for replies; mail beyond them is lost at once. */
const UNDERWAY_CHARS = 1 << 25;

/** Joins processes: core publish for announcements, requests with replies for mail; all signed. */
export function natsBus(options: NatsOptions): Bus {
  const { node, prefix, clock, count } = options;
  const life = new AbortController();
  const codec = packetCodec(options.key);
  const topics = new Map<string, ReturnType<Connection["subscribe"]> | undefined>();
  let events: BusEvents | null = null;
  let [connection, trouble]: Link = [null, "not connected yet"];
  let underway = 0;

  const pause = (ms: number) => new Promise<void>((done) => clock.later(ms, done, life.signal));
  const write = (to: string, texts: readonly string[]) => codec.write({ from: node, to, texts });

  async function deliver(to: string, texts: readonly string[]): Promise<void> {
    count.mail("sent", texts.length);
    let arrived = false;
    if (connection && !trouble && underway < UNDERWAY_CHARS) arrived = await request(to, texts);
    if (!arrived && !life.signal.aborted) count.mail("lost", texts.length);
  }

  /** Resolves to true when the receiver has accepted it. */
  async function request(to: string, texts: readonly string[]): Promise<boolean> {
    const packet = write(to, texts);
    let arrived = false;
    underway += packet.length;
    for (let tries = TRIES; tries > 0 && connection && !trouble && !arrived; tries--) {
      const reply = connection.request(`${prefix}.${to}`, packet, { timeout: REPLY_MS });
      arrived = await reply.then(() => true, () => false);
      if (!arrived && tries > 1) await pause(REPEAT_MS);
    }
    underway -= packet.length;
    return arrived;
  }

  /** True if the packet is accepted: its sender is told so. */
  function receive(data: string): boolean {
    const { from, to, texts } = codec.read(data) ?? { from: "", to: "", texts: [] };
    if (to === node) count.mail("received", texts.length);
    if (!topics.has(to)) count.forged();
    else for (const text of texts) events?.heard(from, text);
    return topics.has(to);
  }

  function subscribe(topic: string): void {
    const subscription = connection?.subscribe(`${prefix}.${topic}`, {
      callback: (error, message) => void (!error && receive(message.string()) && message.respond()),
    });
    topics.set(topic, subscription);
  }

  return {
    node,
    mail: batched(clock, (to, texts) => void deliver(to, texts)),
    announce(topic, text) {
      // The client would keep everything while it is away: it is told again when it is back.
      if (!trouble) connection?.publish(`${prefix}.${topic}`, write(topic, [text]));
    },
    follow: (topic) => void (topics.has(topic) || subscribe(topic)),
    unfollow(topic) {
      topics.get(topic)?.unsubscribe();
      topics.delete(topic);
    },
    listen(owner) {
      events = owner;
      subscribe(node);
      void stayConnected(options.connect, pause, life.signal, (link) => {
        const isNew = link[0] !== connection;
        [connection, trouble] = link;
        if (isNew) { for (const topic of topics.keys()) subscribe(topic); }
        if (!trouble) events?.restored();
      });
    },
    trouble: () => trouble && `no connection to the bus (${trouble})`,
    async close() {
      life.abort();
      await connection?.close();
    },
  };
}

/** A connection, and the reason why it does not carry anything now. */
type Link = readonly [connection: Connection | null, trouble: string | null];

/** Connects, and does it anew when a connection is closed for good: short outages are the client's. */
async function stayConnected(
  connect: () => Promise<Connection>,
  pause: (ms: number) => Promise<void>,
  signal: AbortSignal,
  onChange: (link: Link) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const opened = await connect();
      if (signal.aborted) return await opened.close();
      onChange([opened, null]);
      for await (const { type } of opened.status()) {
        if (type === "disconnect") onChange([opened, "disconnected"]);
        if (type === "reconnect") onChange([opened, null]);
      }
      onChange([null, "closed"]);
    } catch (fault) {
      onChange([null, kindOf(fault)]);
    }
    await pause(RECONNECT_MS);
  }
}
