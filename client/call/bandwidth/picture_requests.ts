import type { Later } from "../../platform/clock.ts";
import type { PictureRequest } from "../messages/group_control.ts";

/** Options of {@link openPictureRequests}. */
export interface PictureRequestsOptions {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly later: Later;
  /** Called when a request begins to hold. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Requests of the members about the pictures that this page sends them. */
export interface PictureRequests {
  hear(id: string, request: PictureRequest): void;
  /** The request that holds for this member; null: everything is sent. */
  of(id: string): PictureRequest | null;
  /** Forgets a member, or the page that it had before. */
  forget(id: string): void;
}

/** One member's requests. */
interface Entry {
  holds: PictureRequest | null;
  /** When it began to hold, in ms. */
  since: number;
  /** Newest request since then, which is to hold when its time has come. */
  next: PictureRequest | null;
}

/** Time between two changes for one member: each costs a key frame, whoever asks for it. */
const CALM_MS = 2000;

/** Opens it before anything was asked. */
export function openPictureRequests(options: PictureRequestsOptions): PictureRequests {
  const { elapsed, later, changed, signal } = options;
  const entries = new Map<string, Entry>();

  function hold(entry: Entry): void {
    if (!entry.next) return;
    entry.holds = entry.next;
    entry.next = null;
    entry.since = elapsed();
    changed();
  }

  return {
    hear(id, request) {
      const entry = entries.get(id) ?? { holds: null, since: -Infinity, next: null };
      entries.set(id, entry);
      const waits = entry.next !== null;
      entry.next = request;
      const wait = entry.since + CALM_MS - elapsed();
      // What nobody saw comes back at once: it was taken away long enough ago, or costs one frame.
      if (wait <= 0 || isBack(entry.holds, request)) return hold(entry);
      if (waits) return;
      later(wait, () => entries.get(id) === entry && hold(entry), signal);
    },
    of: (id) => entries.get(id)?.holds ?? null,
    forget: (id) => void entries.delete(id),
  };
}

/** True if a picture that was not shown is to be shown again. */
function isBack(before: PictureRequest | null, now: PictureRequest): boolean {
  return before !== null &&
    (["camera", "screen"] as const).some((slot) =>
      before[slot].height === 0 && now[slot].height > 0
    );
}
