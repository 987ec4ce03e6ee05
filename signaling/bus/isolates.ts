import { batched, type Bus, type BusEvents, type BusOptions } from "./bus.ts";

/** A bus to which ports to other isolates can be added. */
export interface IsolatesBus extends Bus {
  /** Uses a port to an isolate whose bus has the other end. */
  join(port: MessagePort): void;
}

/** In place of an address: what follows is the name of the isolate at this end of the port. */
const NAME = "name";

/**
 * Joins the isolates of one process by a MessagePort between each two, which is in order and loses
 * nothing. Over it come an address and texts; it is trusted, since an isolate is no other process.
 */
export function isolatesBus({ node, clock, count }: BusOptions): IsolatesBus {
  const topics = new Set([node]);
  const ports = new Map<MessagePort, string>();
  let events: BusEvents | null = null;

  function hear(port: MessagePort, [to = "", ...texts]: readonly string[]): void {
    const from = ports.get(port) ?? "";
    if (to === NAME) ports.set(port, texts.join());
    if (to === node) count.mail("received", texts.length);
    if (topics.has(to)) { for (const text of texts) events?.heard(from, text); }
  }

  return {
    node,
    mail: batched(clock, (to, texts) => {
      const [port] = [...ports].find(([, name]) => name === to) ?? [];
      count.mail(port ? "sent" : "lost", texts.length);
      port?.postMessage([to, ...texts]);
    }),
    announce(topic, text) {
      for (const port of ports.keys()) port.postMessage([topic, text]);
    },
    follow: (topic) => void topics.add(topic),
    unfollow: (topic) => void topics.delete(topic),
    join(port) {
      ports.set(port, "");
      port.addEventListener("message", ({ data }) => hear(port, data));
      port.start();
      port.postMessage([NAME, node]);
    },
    listen: (owner) => void (events = owner),
    trouble: () => null,
    close() {
      for (const port of ports.keys()) port.close();
      return Promise.resolve();
    },
  };
}
