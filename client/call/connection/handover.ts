import type { Later } from "../../platform/clock.ts";
import { firstFrame } from "../health/media_health.ts";
import type { Connection } from "./connection.ts";

/** Options of {@link openHandover}. */
export interface HandoverOptions {
  readonly later: Later;
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Handover of the pictures from a connection to its successor: made before broken. */
export interface Handover {
  /** The connection that still shows the pictures; null when none is handing over. */
  before(): Connection | null;
  /** Keeps the pictures of `before` until the first frame of `successor`, for a while at most. */
  begin(before: Connection | null, successor: Connection): void;
}

/** Time that the picture before stays at most without a new frame. */
const HANDOVER_MS = 3000;

/** Begins without a connection that hands over. */
export function openHandover({ later, changed, signal }: HandoverOptions): Handover {
  let before: Connection | null = null;
  let handing = new AbortController();
  signal.addEventListener("abort", () => {
    handing.abort();
    before?.close();
  }, { once: true });

  function end(): void {
    handing.abort();
    before?.close();
    before = null;
    changed();
  }

  return {
    before: () => before,
    begin(old, successor) {
      before?.close();
      before = old;
      handing.abort();
      handing = new AbortController();
      if (!before) return;
      later(HANDOVER_MS, end, handing.signal);
      void firstFrame(successor.rtc, later, handing.signal).then((came) => came && end());
    },
  };
}
