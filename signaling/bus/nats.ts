import type { Msg, Subscription } from "@nats-io/nats-core";
import type { Clock } from "../clock.ts";
import { kindOf } from "../log.ts";
import { batched, type Bus, type BusCounts, type BusEvents } from "./bus.ts";
import { packetCodec } from "./packet.ts";

/** The slice of a NATS connection that the bus uses. */
export interface Connection {
  publish(subject: string, packet: string): void;
  /** Rejects at once if no process subscribes, and after `timeout` ms without an answer. */
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
/** Milliseconds until the next try when no process subscribes: the other may be about to come back. */
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

/** State of a bus by NATS. */
interface State extends NatsOptions {
  readonly codec: ReturnType<typeof packetCodec>;
  readonly signal: AbortSignal;
  readonly topics: Map<string, ReturnType<Connection["subscribe"]> | null>;
  /** Other processes: the number of the newest beat, and the seconds since it was heard. */
  readonly others: Map<string, { beat: number; age: number }>;
  connection: Connection | null;
  trouble: string | null;
  events: BusEvents | null;
  beats: number;
  seconds: number;
  /** Characters that wait for replies. */
  underway: number;
}

/** Joins processes: signs what they say, refuses what is old, and hears who is alive. */
export function natsBus(options: NatsOptions): Bus {
  const life = new AbortController();
  const topics: State["topics"] = new Map();
  const state: State = {
    ...options,
    codec: packetCodec(options.key),
    signal: life.signal,
    topics,
    others: new Map(),
    connection: null,
    trouble: "not connected yet",
    events: null,
    beats: 0,
    seconds: 0,
    underway: 0,
  };
  const { node, clock } = options;
  return {
    node,
    mail: batched(clock, (to, texts) => mail(state, to, texts)),
    announce: (topic, text) => announce(state, topic, text),
    follow: (topic) => void (topics.has(topic) || subscribe(state, topic)),
    unfollow(topic) {
      topics.get(topic)?.unsubscribe();
      topics.delete(topic);
    },
    listen(owner) {
      state.events = owner;
      for (const topic of [EVERYBODY, node]) subscribe(state, topic);
      void run(state);
      tick(state);
    },
    trouble: () => state.trouble && `no connection to the bus (${state.trouble})`,
    async close() {
      life.abort();
      await state.connection?.close();
    },
  };
}

const pause = ({ clock, signal }: State, ms: number) =>
  new Promise<void>((done) => clock.later(ms, done, signal));

function write({ node, codec, others, beats }: State, to: string, body: string): string {
  return codec.write({ from: node, to, beat: beats, heard: others.get(to)?.beat ?? 0, body });
}

function announce(state: State, topic: string, body: string): void {
  const { prefix, connection, trouble } = state;
  // The client would keep everything while it is away: it is told again when it is back.
  if (!trouble) connection?.publish(`${prefix}.${topic}`, write(state, topic, body));
}

/** Sends mail in packets of a bounded size. */
function mail(state: State, to: string, texts: readonly string[]): void {
  for (let at = 0, first = 0, size = 0; at < texts.length; at++) {
    size += texts[at]?.length ?? 0;
    if (size < PACKET_CHARS && at < texts.length - 1) continue;
    void deliver(state, to, texts.slice(first, at + 1));
    [first, size] = [at + 1, 0];
  }
}

async function deliver(state: State, to: string, texts: readonly string[]): Promise<void> {
  const body = texts.join("\n");
  const fits = state.underway < UNDERWAY_CHARS;
  state.underway += body.length;
  state.count.sent(texts.length);
  const arrived = fits && await request(state, to, body);
  state.underway -= body.length;
  if (arrived || state.signal.aborted) return;
  state.count.lost(texts.length);
  state.events?.lost(to, texts);
}

async function request(state: State, to: string, body: string): Promise<boolean> {
  const { clock, prefix } = state;
  for (let tries = TRIES; tries > 0 && state.connection && !state.trouble; tries--) {
    const [subject, began] = [`${prefix}.${to}`, clock.elapsed()];
    const packet = write(state, to, body);
    const reply = state.connection.request(subject, packet, { timeout: REPLY_MS });
    if (await reply.then(() => true, () => false)) return true;
    if (clock.elapsed() - began < NOBODY_MS) await pause(state, NOBODY_MS);
  }
  return false;
}

/** True if the packet is accepted: its sender is told so. */
function receive(state: State, text: string): boolean {
  const { node, codec, topics, others, beats, events, count } = state;
  const refuse = (why: Parameters<BusCounts["refused"]>[0]) => {
    count.refused(why);
    return false;
  };
  const packet = codec.read(text);
  if (typeof packet === "string") return refuse(packet);
  const { from, to, beat, heard, body } = packet;
  if (!topics.has(to)) return refuse("malformed");
  const known = others.get(from);
  if (to === EVERYBODY && known && beat <= known.beat) return refuse("replayed");
  if (to === node && heard + FRESH_BEATS < beats) return refuse("replayed");
  // Signs of life, which cannot be recordings: a beat with a new number, and mail that
  // knows this process's newest beats.
  const isAlive = to === EVERYBODY || to === node && heard + 2 >= beats;
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

function tick(state: State): void {
  const { clock, signal, others, events } = state;
  // First of all: an exception below must not end the beats.
  clock.later(1000, () => tick(state), signal);
  if (state.seconds++ % BEAT_S === 0) {
    state.beats++;
    announce(state, EVERYBODY, "");
  }
  // Counted, not timed: neither a jump of the clock nor a stall of this process ages the others.
  for (const [name, other] of others) {
    if (++other.age === SILENT_S) events?.silent(name, true);
    if (other.age < GONE_S) continue;
    others.delete(name);
    events?.gone(name);
  }
}

function subscribe(state: State, topic: string): void {
  const subscription = state.connection?.subscribe(`${state.prefix}.${topic}`, {
    callback: (error, message) =>
      void (!error && receive(state, message.string()) && message.respond()),
  });
  state.topics.set(topic, subscription ?? null);
}

async function run(state: State): Promise<void> {
  while (!state.signal.aborted) {
    try {
      await follow(state, await state.connect());
      state.trouble = "closed";
    } catch (fault) {
      state.trouble = kindOf(fault);
    }
    state.connection = null;
    await pause(state, RECONNECT_MS);
  }
}

/** Ends when the connection is closed for good; short outages are the client's. */
async function follow(state: State, opened: Connection): Promise<void> {
  if (state.signal.aborted) return await opened.close();
  state.connection = opened;
  for (const topic of state.topics.keys()) subscribe(state, topic);
  state.trouble = null;
  state.events?.restored();
  for await (const { type } of opened.status()) {
    if (type === "disconnect") state.trouble = "disconnected";
    if (type !== "reconnect") continue;
    state.trouble = null;
    state.events?.restored();
  }
}
