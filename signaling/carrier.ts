/**
 * What brings packets from isolate to isolate. It may lose, repeat and reorder them, and anybody
 * may put packets in: {@link linkBus} makes a bus of it.
 */
export interface Carrier {
  /** Characters that one packet should not exceed by much; one message more is borne. */
  readonly most: number;
  /** To everybody who follows `topic`, never back to the sender's own `hear`. */
  post(topic: string, packet: string): void;
  follow(topic: string): void;
  unfollow(topic: string): void;
  /** Begins: called once. `back` tells that packets may have been lost meanwhile. */
  open(hear: (topic: string, packet: string) => void, back: () => void): void;
  /** Why nothing comes through right now; null when it does. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** How the topics begin that one isolate alone follows: the rest is its name. */
export const INBOX = "to.";

/**
 * A medium that joins carriers of one isolate; `pass` decides what becomes of each packet of the
 * `from`-th carrier, counted from 0.
 */
export function directMedium(
  pass: (deliver: () => void, topic: string, from: number) => void = (deliver) => {
    setTimeout(deliver, 0);
  },
): () => Carrier {
  const all = new Set<{ hear: (topic: string, packet: string) => void; topics: Set<string> }>();
  let made = 0;
  return () => {
    const number = made++;
    const topics = new Set<string>();
    const own = { hear: (_topic: string, _packet: string) => {}, topics };
    return {
      most: 65_536,
      post(topic, packet) {
        for (const one of all) {
          if (one !== own && one.topics.has(topic)) {
            pass(() => one.hear(topic, packet), topic, number);
          }
        }
      },
      follow: (topic) => void topics.add(topic),
      unfollow: (topic) => void topics.delete(topic),
      open(hear) {
        own.hear = hear;
        all.add(own);
      },
      trouble: () => null,
      close() {
        all.delete(own);
        return Promise.resolve();
      },
    };
  };
}
