import type { Clock } from "../clock.ts";
import { batched, type Bus, type BusCounts, type BusEvents } from "./bus.ts";

/** A bus to which ports to other isolates can be added. */
export interface IsolatesBus extends Bus {
  /** Uses a port to an isolate whose bus has the other end. */
  join(port: MessagePort): void;
}

/** Options of {@link isolatesBus}. */
export interface IsolatesOptions {
  readonly node: string;
  /** Its name is made from the deployment's key: no other deployment hears it. */
  readonly channel: BroadcastChannel;
  readonly clock: Pick<Clock, "soon">;
  readonly count: BusCounts;
}

/**
 * Joins the isolates of one process: announcements by BroadcastChannel, mail by MessagePort, which
 * is in order and loses nothing. An isolate that dies takes its process along, so that no beats
 * are needed. Mail goes by the channel where there is no port; a receiver that is 256 messages
 * behind loses some of it without a word (Deno 2.9.6).
 */
export function isolatesBus({ node, channel, clock, count }: IsolatesOptions): IsolatesBus {
  const topics = new Set<string>();
  const ports = new Set<MessagePort>();
  const portTo = new Map<string, MessagePort>();
  let events: BusEvents | null = null;

  const send = batched(clock, (to, texts) => {
    if (portTo.has(to)) count.sent(texts.length);
    (portTo.get(to) ?? channel).postMessage([node, to, ...texts]);
  });

  /** Over a port come the name of the isolate at its other end, and messages. */
  function hear(data: unknown, port?: MessagePort): void {
    if (typeof data === "string" && port) portTo.set(data, port);
    if (!Array.isArray(data)) return;
    const [from, to, ...texts]: unknown[] = data;
    for (const text of texts) {
      if (typeof from !== "string" || typeof to !== "string" || typeof text !== "string") continue;
      if (topics.has(to)) events?.announced(from, text);
      if (to !== node) continue;
      count.received(1);
      events?.mail(from, text);
    }
  }

  return {
    node,
    mail: send,
    announce: send,
    follow: (topic) => void topics.add(topic),
    unfollow: (topic) => void topics.delete(topic),
    join(port) {
      ports.add(port);
      port.addEventListener("message", ({ data }) => hear(data, port));
      port.start();
      port.postMessage(node);
    },
    listen(owner) {
      events = owner;
      channel.addEventListener("message", ({ data }) => hear(data));
    },
    trouble: () => null,
    close() {
      for (const one of [channel, ...ports]) one.close();
      return Promise.resolve();
    },
  };
}
