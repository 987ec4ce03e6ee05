import type { Batch } from "./outbox.ts";

/** What is to be told to the sender after a packet. */
export interface Receipt {
  readonly epoch: number;
  /** Every packet below this one has come. */
  readonly n: number;
  /** A later one has come already. */
  readonly gap: boolean;
  /** Grows when the receiver has forgotten the sender and begins anew. */
  readonly born: number;
}

/** The receiving end of the stream from one isolate: in order, nothing twice. */
export interface Inbox {
  /** The newest stream of which something has come. */
  readonly epoch: number;
  /** Takes one packet, hands on what is due and gives the receipt; null: nothing to tell. */
  take(batch: Batch): Receipt | null;
}

export interface InboxOptions {
  readonly deliver: (line: string) => void;
  /** The sender has begun anew: what was before may not have come. */
  readonly broken: () => void;
  readonly born: number;
  /** Streams up to this one are over: whoever repeats their packets is not obeyed. */
  readonly floor: number;
}

/** A stream of which nothing has come yet. */
export function inbox({ deliver, broken, born, floor }: InboxOptions): Inbox {
  let epoch = floor;
  let next = 1;
  return {
    get epoch() {
      return epoch;
    },
    take(batch) {
      if (batch.epoch < epoch) return null;
      if (batch.epoch > epoch) {
        const first = epoch === floor;
        epoch = batch.epoch;
        next = 1;
        if (!first) broken();
      }
      if (batch.n !== next || epoch === floor) {
        return { epoch, n: next, gap: batch.n > next || epoch === floor, born };
      }
      next++;
      for (const line of batch.lines) deliver(line);
      return { epoch, n: next, gap: false, born };
    },
  };
}
