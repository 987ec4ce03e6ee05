import type { NatsConnection } from "@nats-io/nats-core";
import { batched } from "../batched.ts";
import type { Clock } from "../clock.ts";
import { kindOf } from "../log.ts";
import type { Bus, BusEvents, BusOptions } from "./bus.ts";
import { sign, subjectsOf, verify } from "./packet.ts";

/** The slice of a NATS connection that the bus uses. */
export type Connection = Pick<
  NatsConnection,
  "publish" | "request" | "subscribe" | "closed" | "close"
>;

/** Options of a bus by NATS; `key` signs for the deployment, and keeps it apart from others. */
export interface NatsOptions extends BusOptions {
  readonly clock: Pick<Clock, "soon" | "later">;
  readonly connect: () => Promise<Connection>;
  readonly key: string;
}

const RECONNECT_MS = 1000;
/** Milliseconds that a request waits for its reply, and how often it is sent in all. */
const [REPLY_MS, TRIES] = [2000, 3];
/** Milliseconds until the next try: a process that nobody answers for may be about to come back. */
const REPEAT_MS = 500;
/** Characters that wait for replies; mail beyond them is lost at once. */
const UNDERWAY_CHARS = 1 << 25;

/** Joins processes: core publish for announcements, requests with replies for mail; all signed. */
export function natsBus({ node, key, clock, count, connect }: NatsOptions): Bus {
  const life = new AbortController();
  const subjects = subjectsOf(key);
  /** Followed topics; the empty one stands for mail. */
  const topics = new Map<string, ReturnType<Connection["subscribe"]> | null>([["", null]]);
  let events: BusEvents | null = null;
  let connection: Connection | null = null;
  let reason = "not connected yet";
  let underway = 0;
  const pause = (ms: number) => new Promise<void>((done) => clock.later(ms, done, life.signal));
  const packetOf = (subject: string, texts: readonly string[]) =>
    [subject, sign(key, subject, [node, ...texts])] as const;

  /** Sends mail up to three times, until there is a reply. */
  async function deliver(to: string, texts: readonly string[]): Promise<void> {
    const packet = packetOf(subjects.node(to), texts);
    let tries = connection && underway < UNDERWAY_CHARS ? TRIES : 0;
    count.mail("sent", texts.length);
    underway += packet[1].length;
    while (tries > 0 && !await isAnswered(connection, packet)) {
      if (--tries > 0) await pause(REPEAT_MS);
    }
    underway -= packet[1].length;
    if (tries === 0 && !life.signal.aborted) count.mail("lost", texts.length);
  }

  function subscribe(topic: string): void {
    const subject = topic ? subjects.topic(topic) : subjects.node(node);
    const subscription = connection?.subscribe(subject, {
      callback(error, message) {
        const [from, ...texts] = (!error && verify(key, subject, message.string())) || [];
        if (from === undefined) return count.forged();
        if (!topic) count.mail("received", texts.length);
        for (const text of texts) events?.heard(from, text);
        message.respond();
      },
    });
    topics.set(topic, subscription ?? null);
  }

  /** Connects, and does it anew whenever the connection is lost. */
  async function stayConnected(): Promise<void> {
    while (!life.signal.aborted) {
      try {
        connection = await connect();
        if (life.signal.aborted) return await connection.close();
        for (const topic of topics.keys()) subscribe(topic);
        events?.restored();
        await connection.closed();
        reason = "closed";
      } catch (fault) {
        reason = kindOf(fault);
      }
      connection = null;
      await pause(RECONNECT_MS);
    }
  }

  return {
    node,
    mail: batched(clock, (to, texts) => void deliver(to, texts)),
    announce: (topic, text) => connection?.publish(...packetOf(subjects.topic(topic), [text])),
    seek: (topic, text) => isAnswered(connection, packetOf(subjects.topic(topic), [text])),
    follow: (topic) => void (topics.has(topic) || subscribe(topic)),
    unfollow(topic) {
      topics.get(topic)?.unsubscribe();
      topics.delete(topic);
    },
    listen(owner) {
      events = owner;
      void stayConnected();
    },
    trouble: () => connection ? null : `no connection to the bus (${reason})`,
    async close() {
      life.abort();
      await connection?.close();
    },
  };
}

/** True once a process replies; false at once where none subscribes: the server knows who does. */
async function isAnswered(
  connection: Pick<Connection, "request"> | null,
  packet: readonly [subject: string, text: string],
): Promise<boolean> {
  const reply = connection?.request(...packet, { timeout: REPLY_MS });
  return await reply?.then(() => true, () => false) ?? false;
}
