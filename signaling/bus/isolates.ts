import { batched, type Bus, type BusEvents, type BusOptions } from "./bus.ts";

/** A bus to which ports to other isolates can be added. */
export interface IsolatesBus extends Bus {
  /** Uses a port to an isolate whose bus has the other end. */
  join(port: MessagePort): void;
}

/** Options of {@link isolatesBus}. */
export interface IsolatesOptions extends BusOptions {
  /** Its name is made from the deployment's key: no other deployment hears it. */
  readonly channel: BroadcastChannel;
}

/** Sender, address (a topic or a node; none: the sender says who it is), and texts. */
type Packet = readonly [from: string, to: string, ...texts: string[]];

/**
 * Joins the isolates of one process: by a MessagePort between each two, which is in order and loses
 * nothing, and by a BroadcastChannel with those to whom there is no port, or not yet. There a
 * receiver that is 256 packets behind loses some (Deno 2.9.6); announcements are told again. Packets
 * are trusted, since an isolate is no other process.
 */
export function isolatesBus({ node, channel, clock, count }: IsolatesOptions): IsolatesBus {
  const topics = new Set([node]);
  const ports = new Map<MessagePort, string>();
  let events: BusEvents | null = null;

  function hear([from, to, ...texts]: Packet): void {
    if (to === node) count.mail("received", texts.length);
    if (topics.has(to)) { for (const text of texts) events?.heard(from, text); }
  }

  channel.addEventListener("message", ({ data }: MessageEvent<Packet>) => {
    const [from, to] = data;
    // An announcement comes by the port as well; mail comes one way or the other.
    if (to === node || ![...ports.values()].includes(from)) hear(data);
  });
  const post = (to: string, texts: readonly string[]): Packet => [node, to, ...texts];
  return {
    node,
    mail: batched(clock, (to, texts) => {
      const [port] = [...ports].find(([, name]) => name === to) ?? [];
      count.mail("sent", texts.length);
      (port ?? channel).postMessage(post(to, texts));
    }),
    announce(topic, text) {
      // By the ports as well: it is to be there before the mail that follows it.
      for (const one of [channel, ...ports.keys()]) one.postMessage(post(topic, [text]));
    },
    follow: (topic) => void topics.add(topic),
    unfollow: (topic) => void topics.delete(topic),
    join(port) {
      ports.set(port, "");
      port.addEventListener("message", ({ data }: MessageEvent<Packet>) => {
        ports.set(port, data[0]);
        hear(data);
      });
      port.start();
      port.postMessage(post("", []));
    },
    listen: (owner) => void (events = owner),
    trouble: () => null,
    close() {
      for (const one of [channel, ...ports.keys()]) one.close();
      return Promise.resolve();
    },
  };
}
