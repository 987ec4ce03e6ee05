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

/** One JSON line per entry; the same event at most once a second, with the number left out. */
export function jsonLog(write: (line: string) => void, { date, elapsed }: LogTime): Log {
  const last = new Map<string, { at: number; held: number }>();
  return (entry) => {
    const at = elapsed();
    const seen = last.get(entry.event);
    if (seen && at - seen.at < 1000) {
      seen.held++;
      return;
    }
    last.set(entry.event, { at, held: 0 });
    const held = seen && seen.held > 0 ? { held: seen.held } : {};
    write(JSON.stringify({ time: date().toISOString(), ...entry, ...held }));
  };
}

/** The class of a failure: messages of foreign errors may hold addresses and are left out. */
export function kindOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : typeof fault;
}
