import type { CallState } from "./call_state.ts";

/** Number of lines that nobody has read here, and of people who knock. */
export function countNews({ unread, lock }: Pick<CallState, "unread" | "lock">): number {
  return unread + (lock?.side === "inside" ? lock.knocks.length : 0);
}
