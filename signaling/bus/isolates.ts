import { batched } from "../batched.ts";
import type { Bus, BusEvents, BusOptions } from "./bus.ts";

/** Options of {@link isolatesBus}. */
export interface IsolatesOptions extends BusOptions {
  /** Its name is made from the deployment's key: no other deployment hears it. */
  readonly channel: BroadcastChannel;
  /** One to each other isolate of the process, whose bus has the other end. */
  readonly ports: readonly MessagePort[];
}

/** Sender, address (a topic or a node; none: the sender says who it is), and texts. */
type Packet = readonly [from: string, to: string, ...texts: string[]];

/**
 * Joins the isolates of one process: by a BroadcastChannel for announcements, and by a MessagePort
 * between each two, which is in order and loses nothing, for mail. On the channel a receiver that is
 * 256 packets behind loses some (Deno 2.9.6); announcements are told again. Packets are trusted,
 * since an isolate is no other process.
 */
export function isolatesBus({ node, channel, ports, clock, count }: IsolatesOptions): Bus {
  const topics = new Set([node]);
  const ways = [channel, ...ports];
  const portTo = new Map<string, MessagePort>();
  let events: BusEvents | null = null;

  function hear([from, to, ...texts]: Packet): void {
    if (to === node) count.mail("received", texts.length);
    if (topics.has(to)) { for (const text of texts) events?.heard(from, text); }
  }

  channel.addEventListener("message", ({ data }: MessageEvent<Packet>) => {
    // An announcement comes by the port as well; mail comes one way or the other.
    if (data[1] === node || !portTo.has(data[0])) hear(data);
  });
  const post = (way: BroadcastChannel | MessagePort, ...packet: Packet) => way.postMessage(packet);
  for (const port of ports) {
    port.addEventListener("message", ({ data }: MessageEvent<Packet>) => {
      portTo.set(data[0], port);
      hear(data);
    });
    port.start();
    post(port, node, "");
  }
  return {
    node,
    mail: batched(clock, (to, texts) => {
      count.mail("sent", texts.length);
      post(portTo.get(to) ?? channel, node, to, ...texts);
    }),
    // By the ports as well: it is to be there before the mail that follows it.
    announce: (topic, text) => ways.forEach((way) => post(way, node, topic, text)),
    follow: (topic) => void topics.add(topic),
    unfollow: (topic) => void topics.delete(topic),
    listen: (owner) => void (events = owner),
    trouble: () => null,
    close: () => Promise.resolve(ways.forEach((way) => way.close())),
  };
}
