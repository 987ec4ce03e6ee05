import type { Clock } from "../clock.ts";

/** Reports of a bus to its owner. */
export interface BusEvents {
  /** A message to this isolate alone; may come twice. */
  mail(from: string, text: string): void;
  /** Messages that `to` has not acknowledged; it may have them all the same. */
  lost(to: string, texts: readonly string[]): void;
  /** An announcement to all isolates that follow a topic; comes at most once. */
  announced(from: string, text: string): void;
  /** Nothing was heard of `node` for 18 s, or it is heard again. */
  silent(node: string, silent: boolean): void;
  /** Nothing was heard of `node` for 33 s: what it held is free. */
  gone(node: string): void;
  /** This isolate was cut off: what the others announced meanwhile is not known here. */
  restored(): void;
}

/** Joins the isolates of one deployment: those of one process, or of many. */
export interface Bus {
  /** This isolate's name, new at every start: 22 characters of base64url. */
  readonly node: string;
  /** To one isolate: acknowledged, or reported by {@link BusEvents.lost}. No line break in it. */
  mail(node: string, text: string): void;
  /** To every isolate that follows the topic; at most once, so it is told again now and then. */
  announce(topic: string, text: string): void;
  follow(topic: string): void;
  unfollow(topic: string): void;
  listen(events: BusEvents): void;
  /** Reason why isolates may not reach each other right now; null when they do. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** Counters of a bus, in messages; `refused` in packets. */
export interface BusCounts {
  sent(messages: number): void;
  received(messages: number): void;
  lost(messages: number): void;
  refused(why: "forged" | "malformed" | "replayed"): void;
}

/** Hands over what one turn of the event loop has for each address: waking a thread costs most. */
export function batched(
  { soon }: Pick<Clock, "soon">,
  send: (to: string, texts: readonly string[]) => void,
): (to: string, text: string) => void {
  const waiting = new Map<string, string[]>();
  return (to, text) => {
    const texts = waiting.get(to) ?? [];
    waiting.set(to, texts);
    if (texts.push(text) > 1) return;
    soon(() => {
      waiting.delete(to);
      send(to, texts);
    });
  };
}
