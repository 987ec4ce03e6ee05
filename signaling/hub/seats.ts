import type { Session } from "../room/session.ts";

/** The seat of a socket that was lost: deaf and dumb, and given up after so many ticks. */
export function absent(seconds: number, onEnd: () => void): Session {
  let left = seconds;
  return {
    send() {},
    close: onEnd,
    tick() {
      if (--left <= 0) onEnd();
    },
  };
}
