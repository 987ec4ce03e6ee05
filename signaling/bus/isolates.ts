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
/** An announcement with a number, by a port, and its reply: true if the other isolate follows. */
type Sought = { readonly seek: number; readonly packet: Packet };
type Found = { readonly found: number; readonly follows: boolean };

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
  const seeks = openSeeks(ports);
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
    port.addEventListener("message", ({ data }: MessageEvent<Packet | Sought | Found>) => {
      if ("found" in data) return seeks.hear(data);
      const packet = "seek" in data ? data.packet : data;
      portTo.set(packet[0], port);
      hear(packet);
      if (!("seek" in data)) return;
      const reply: Found = { found: data.seek, follows: topics.has(packet[1]) };
      port.postMessage(reply);
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
    seek(topic, text) {
      // Without ports nobody can say that it does not follow.
      if (ports.length > 0) return seeks.ask([node, topic, text]);
      post(channel, node, topic, text);
      return Promise.resolve(true);
    },
    follow: (topic) => void topics.add(topic),
    unfollow: (topic) => void topics.delete(topic),
    listen: (owner) => void (events = owner),
    trouble: () => null,
    close: () => Promise.resolve(ways.forEach((way) => way.close())),
  };
}

/** Searches by all ports, each as long as isolates have not replied. */
function openSeeks(ports: readonly MessagePort[]) {
  const open = new Map<number, { left: number; readonly found: (follows: boolean) => void }>();
  let count = 0;
  return {
    ask(packet: Packet): Promise<boolean> {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const sent: Sought = { seek: ++count, packet };
      open.set(sent.seek, { left: ports.length, found: resolve });
      for (const port of ports) port.postMessage(sent);
      return promise;
    },
    hear({ found, follows }: Found): void {
      const one = open.get(found);
      if (!one || !follows && --one.left > 0) return;
      open.delete(found);
      one.found(follows);
    },
  };
}
