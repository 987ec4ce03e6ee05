import type { Connection } from "../connection/connection.ts";
import type { Report } from "../health/selected_path.ts";

/** Readings of connections, each from two reports of the same connection. */
export interface FollowedReports<T> {
  /** Takes a report; `readOf` compares it with the one before. */
  read(
    id: string,
    connection: Connection,
    report: Report,
    readOf: (before: Report) => T,
  ): void;
  /** Forgets all but these. */
  keep(ids: readonly string[]): void;
  all(): readonly T[];
  /** Reading of a connection whose estimates are no longer those of its beginning; null before. */
  settled(id: string): T | null;
}

/** Newest report of one connection, and what was read of it. */
interface Notes<T> {
  readonly connection: Connection;
  readonly since: number;
  readonly report: Report;
  readonly reading: T | null;
}

/** Estimates of a connection that is younger than this are those of its beginning. */
const SETTLED_MS = 10_000;

/** Begins with nothing read; `elapsed` gives monotonic milliseconds. */
export function followReports<T>(elapsed: () => number): FollowedReports<T> {
  const notes = new Map<string, Notes<T>>();
  return {
    read(id, connection, report, readOf) {
      const known = notes.get(id);
      const before = known?.connection === connection ? known : null;
      const reading = before ? readOf(before.report) : null;
      notes.set(id, { connection, since: before?.since ?? elapsed(), report, reading });
    },
    keep(ids) {
      for (const id of notes.keys()) if (!ids.includes(id)) notes.delete(id);
    },
    all: () => [...notes.values()].flatMap(({ reading }) => reading === null ? [] : [reading]),
    settled(id) {
      const { reading = null, since = elapsed() } = notes.get(id) ?? {};
      return elapsed() - since < SETTLED_MS ? null : reading;
    },
  };
}
