import type { Receipt } from "./inbox.ts";

/** Packets that may be on their way to one isolate: below what drops in a BroadcastChannel. */
export const WINDOW = 48;
/** Characters that may wait for one isolate. */
export const MOST_WAITING = 64 * 1024 * 1024;
/** Ticks of {@link Outbox.tick} without an answer before everything is sent again, growing. */
const PATIENCE = 3;
const MOST_PATIENCE = 20;

/** One packet's worth of a stream. */
export interface Batch {
  readonly epoch: number;
  readonly n: number;
  readonly lines: readonly string[];
}

/** The sending end of the stream to one isolate: a window, numbers, and what to send again. */
export interface Outbox {
  push(line: string): void;
  /** Sends what the window lets through; called once a turn. */
  flush(): void;
  ack(receipt: Receipt): void;
  /** A tenth of a second has passed. */
  tick(): void;
  /** Lines that were not confirmed. */
  readonly waiting: number;
}

export interface OutboxOptions {
  /** Characters of one packet. */
  readonly most: number;
  /** A number above all that were given out before. */
  readonly epoch: () => number;
  readonly post: (batch: Batch) => void;
  readonly repaired: (packets: number) => void;
  /** So many lines could not wait any longer. */
  readonly lost: (lines: number) => void;
}

/** A stream that has carried nothing yet. */
export function outbox(options: OutboxOptions): Outbox {
  let epoch = options.epoch();
  let queue: string[] = [];
  let flying: Batch[] = [];
  let size = 0;
  let n = 0;
  let still = 0;
  let patience = PATIENCE;
  let repaired = 0;
  let born = 0;

  function restart(lines: string[]): void {
    epoch = options.epoch();
    n = 0;
    repaired = 0;
    flying = [];
    queue = lines;
  }

  function again(): void {
    options.repaired(flying.length);
    for (const batch of flying) options.post(batch);
  }

  function flush(): void {
    let at = 0;
    while (at < queue.length && flying.length < WINDOW) {
      const lines: string[] = [];
      for (let length = 0; at < queue.length && length < options.most; at++) {
        const line = queue[at] ?? "";
        length += line.length;
        lines.push(line);
      }
      const batch = { epoch, n: ++n, lines };
      flying.push(batch);
      options.post(batch);
    }
    // Once, however much was queued: a burst of 20,000 is not moved 20,000 times.
    if (at > 0) queue = queue.slice(at);
  }

  return {
    push(line) {
      size += line.length;
      if (size > MOST_WAITING) {
        // Nobody takes anything there. What is newest is worth most, but all of it is stale.
        options.lost(queue.length + flying.reduce((sum, { lines }) => sum + lines.length, 0));
        restart([]);
        size = line.length;
      }
      queue.push(line);
    },
    flush,
    ack(receipt) {
      if (receipt.epoch !== epoch || receipt.born < born) return;
      if (receipt.born > born) {
        const known = born > 0;
        born = receipt.born;
        // It forgot us: the stream begins anew with everything that is left.
        if (known || receipt.gap && receipt.n === 1 && flying[0]?.n !== 1) {
          restart([...flying.flatMap(({ lines }) => lines), ...queue]);
          return flush();
        }
      }
      const next = receipt.n;
      const done = flying.filter((batch) => batch.n < next);
      if (done.length > 0) {
        for (const { lines } of done) for (const line of lines) size -= line.length;
        flying = flying.slice(done.length);
        still = 0;
        patience = PATIENCE;
      }
      // Every packet after a gap tells of it; one answer is enough until something moves.
      if (receipt.gap && repaired !== next && flying.length > 0) {
        repaired = next;
        again();
      }
      flush();
    },
    tick() {
      if (flying.length === 0) {
        still = 0;
        return;
      }
      if (++still < patience) return;
      still = 0;
      patience = Math.min(MOST_PATIENCE, patience * 2);
      again();
    },
    get waiting() {
      return queue.length + flying.reduce((sum, { lines }) => sum + lines.length, 0);
    },
  };
}
