import type { FileChannel } from "./file_channel.ts";
import type { FileConnection, FileMember } from "./file_member.ts";

/** Options of {@link openAccepts}. */
export interface AcceptsOptions {
  readonly key: string;
  /** The member that offers the file; undefined while it is not here. */
  readonly member: () => FileMember | undefined;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
}

/** Accepts of one file: each asks for a channel of its own, and the newest one counts. */
export interface Accepts {
  /** Asks for the bytes from here on, if there is a connection. */
  say(offset: number): void;
  /** True if a channel answers the newest accept. */
  isAnswer(channel: FileChannel): boolean;
  /** True if nothing has come of the newest accept for so many ms, or its connection was replaced. */
  isDue(silentMs: number): boolean;
  /** Notes that something has come in on its channel. */
  heard(): void;
  /** True if the newest accept is so fresh that an offer has crossed it. */
  isFresh(): boolean;
}

/** An offer that comes so soon after an accept has crossed it. */
const CROSSED_MS = 1000;

/** Opens it before the first accept. */
export function openAccepts({ key, member, elapsed }: AcceptsOptions): Accepts {
  let count = 0;
  let said = -Infinity;
  let heard = -Infinity;
  let connection: FileConnection | null = null;
  const current = () => member()?.connection() ?? null;
  return {
    say(offset) {
      count++;
      said = heard = elapsed();
      connection = current();
      if (connection) member()?.send({ type: "file-accept", key, offset, count });
    },
    isAnswer: ({ protocol }) => protocol === `${count}`,
    isDue(silentMs) {
      const now = current();
      if (now === null || silentMs === Infinity) return false;
      return now !== connection || elapsed() - heard > silentMs;
    },
    heard: () => heard = elapsed(),
    isFresh: () => elapsed() - said < CROSSED_MS,
  };
}
