/** An event. Codes and counts only: never a room id, a member id, an address or a secret. */
export interface Entry {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly detail?: string;
  readonly count?: number;
}

/** Where entries go. */
export type Log = (entry: Entry) => void;

/** Time as a log needs it. */
export interface LogTime {
  /** The time of day, which stands in each line. */
  readonly date: () => Date;
  /** Monotonic milliseconds: the time of day may be set back by an hour. */
  readonly elapsed: () => number;
}

/** The time of this process. */
export const processTime: LogTime = { date: () => new Date(), elapsed: () => performance.now() };

/** Time within which an event has one line. */
const INTERVAL_MS = 1000;

/**
 * One JSON line for each entry; the same event at most once a second, and with the next line of it the
 * number of those that were suppressed.
 */
export function jsonLog(write: (line: string) => void, { date, elapsed }: LogTime): Log {
  const last = new Map<string, { at: number; suppressed: number }>();
  return (entry) => {
    const at = elapsed();
    const newest = last.get(entry.event);
    if (newest && at - newest.at < INTERVAL_MS) {
      newest.suppressed++;
      return;
    }
    last.set(entry.event, { at, suppressed: 0 });
    const more = newest && newest.suppressed > 0 ? { suppressed: newest.suppressed } : {};
    write(JSON.stringify({ time: date().toISOString(), ...entry, ...more }));
  };
}

/** The class of a failure: messages of foreign errors may hold addresses and are left out. */
export function kindOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : typeof fault;
}
