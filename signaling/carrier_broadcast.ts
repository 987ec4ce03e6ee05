import type { Carrier } from "./carrier.ts";
import type { Clock } from "./clock.ts";

/** The slice of a BroadcastChannel that a carrier uses. */
export type Channel = Pick<
  BroadcastChannel,
  "postMessage" | "addEventListener" | "close"
>;

/**
 * Joins the isolates of one process. One channel and an own set of topics: every isolate wakes for
 * every channel, and a look-up among thousands of names costs more than a message. A receiver that
 * is 256 messages behind loses some without a word (Deno 2.9.6), so what one turn of the event loop
 * sends goes in one message.
 */
export function broadcastCarrier(channel: Channel, clock: Pick<Clock, "soon">): Carrier {
  const topics = new Set<string>();
  let waiting: string[] = [];
  let open = true;

  function flush(): void {
    if (!open) return;
    const packets = waiting;
    waiting = [];
    channel.postMessage(packets);
  }

  return {
    most: 65_536,
    post(topic, packet) {
      if (waiting.push(topic, packet) === 2) clock.soon(flush);
    },
    follow: (topic) => void topics.add(topic),
    unfollow: (topic) => void topics.delete(topic),
    open(hear) {
      channel.addEventListener("message", ({ data }) => {
        if (!Array.isArray(data)) return;
        for (let at = 0; at + 1 < data.length; at += 2) {
          const [topic, packet]: unknown[] = [data[at], data[at + 1]];
          if (typeof topic !== "string" || typeof packet !== "string") continue;
          if (topics.has(topic)) hear(topic, packet);
        }
      });
    },
    trouble: () => null,
    close() {
      open = false;
      channel.close();
      return Promise.resolve();
    },
  };
}
