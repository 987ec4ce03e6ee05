import { setBounded } from "./bounded_map.ts";

/** Options of {@link limitSenders}. */
export interface SenderLimitOptions {
  /** Messages of one sender that are heard at once. */
  readonly burst: number;
  /** Milliseconds after which one more is heard. */
  readonly everyMs: number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
}

/** Senders that are remembered; a call has eight members. */
const MAX_SENDERS = 64;

/** Limit of what is heard of each sender: a flood costs the sender alone. */
export function limitSenders(options: SenderLimitOptions): (sender: string) => boolean {
  const { burst, everyMs, elapsed } = options;
  /** Times at which what each sender has said would be paid off (GCRA). */
  const due = new Map<string, number>();
  return (sender) => {
    const now = elapsed();
    const next = Math.max(due.get(sender) ?? 0, now) + everyMs;
    if (next > now + burst * everyMs) return false;
    setBounded(due, sender, next, MAX_SENDERS);
    return true;
  };
}
