import type { Clock } from "../clock.ts";

/** Members of rooms that are new here, who wait to hear who else is there. */
export interface Arrivals {
  /** Runs `welcome` when the other isolates have answered, or had the time to. */
  wait(room: string, welcome: () => void): void;
  /** Another isolate has told who is in the room. */
  answered(room: string): void;
}

/** Milliseconds that a welcome waits for other isolates. */
const ANSWER_MS = 15;

/** Arrivals of which none waits yet. */
export function openArrivals(
  clock: Pick<Clock, "later" | "soon">,
  signal: AbortSignal,
): Arrivals {
  const waiting = new Map<string, (() => void)[]>();

  function welcomeAll(room: string): void {
    const all = waiting.get(room) ?? [];
    waiting.delete(room);
    for (const welcome of all) welcome();
  }

  return {
    wait(room, welcome) {
      const others = waiting.get(room);
      if (others) return void others.push(welcome);
      waiting.set(room, [welcome]);
      clock.later(ANSWER_MS, () => welcomeAll(room), signal);
    },
    answered(room) {
      // The other members of the same notice come in this turn of the event loop, too.
      if (waiting.has(room)) clock.soon(() => welcomeAll(room));
    },
  };
}
