import { batched } from "../batched.ts";
import type { Bus, BusEvents, BusOptions } from "./bus.ts";

/** Options of {@link isolatesBus}. */
export interface IsolatesOptions extends BusOptions {
  /** Its name is made from the deployment's key: no other deployment hears it. */
  readonly channel: BroadcastChannel;
  /** One to each other isolate of the process, whose bus has the other end. */
  readonly ports: readonly MessagePort[];
}

/** Sender, address (a topic or a node), and texts; by a port, no address: it follows, or no more. */
type Packet = readonly [from: string, to: string, ...texts: string[]];

/**
 * Joins the isolates of one process: by a BroadcastChannel for announcements, and by a MessagePort
 * between each two, which is in order and loses nothing, for mail. On the channel a receiver that is
 * 256 packets behind loses some (Deno 2.9.6); announcements are told again. Packets are trusted,
 * since an isolate is no other process.
 */
export function isolatesBus({ node, channel, ports, clock, count }: IsolatesOptions): Bus {
  const topics = new Set<string>();
  const ways = [channel, ...ports];
  /** Topics of the isolates at the other ends, their own names among them. */
  const followed = new Map(ports.map((port) => [port, new Set<string>()]));
  let events: BusEvents | null = null;

  function hear([from, to, ...texts]: Packet): void {
    if (to === node) count.mail("received", texts.length);
    if (topics.has(to)) { for (const text of texts) events?.heard(from, text); }
  }

  const portTo = (to: string) => ports.find((port) => followed.get(port)?.has(to));
  const post = (way: BroadcastChannel | MessagePort, ...packet: Packet) => way.postMessage(packet);
  function announce(topic: string, text: string): void {
    // By the ports as well: it is to be there before the mail that follows it.
    for (const way of ways) post(way, node, topic, text);
  }
  function follow(topic: string): void {
    topics.add(topic);
    for (const port of ports) post(port, node, "", topic, "follow");
  }

  channel.addEventListener("message", ({ data }: MessageEvent<Packet>) => {
    // An announcement comes by the port as well; mail comes one way or the other.
    if (data[1] === node || !portTo(data[0])) hear(data);
  });
  for (const [port, theirs] of followed) {
    port.addEventListener("message", ({ data }: MessageEvent<Packet>) => {
      const [, to, topic = "", change] = data;
      if (to !== "") hear(data);
      else theirs[change === "follow" ? "add" : "delete"](topic);
    });
    port.start();
  }
  follow(node);
  return {
    node,
    mail: batched(clock, (to, texts) => {
      count.mail("sent", texts.length);
      post(portTo(to) ?? channel, node, to, ...texts);
    }),
    announce,
    seek(topic, text) {
      announce(topic, text);
      // Without ports nobody can say that it does not follow.
      return Promise.resolve(ports.length === 0 || portTo(topic) !== undefined);
    },
    follow,
    unfollow(topic) {
      topics.delete(topic);
      for (const port of ports) post(port, node, "", topic, "leave");
    },
    listen: (owner) => void (events = owner),
    trouble: () => null,
    close: () => Promise.resolve(ways.forEach((way) => way.close())),
  };
}
