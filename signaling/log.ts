/** What happened. Codes and counts only: never a room id, a member id, an address or a secret. */
export interface Entry {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly detail?: string;
  readonly count?: number;
}

/** Where entries go. */
export type Log = (entry: Entry) => void;

/** One JSON line per entry; the same event at most once a second, with the number left out. */
export function jsonLog(write: (line: string) => void, now: () => Date): Log {
  const last = new Map<string, { at: number; held: number }>();
  return (entry) => {
    const time = now();
    const seen = last.get(entry.event);
    if (seen && time.getTime() - seen.at < 1000) {
      seen.held++;
      return;
    }
    last.set(entry.event, { at: time.getTime(), held: 0 });
    const held = seen && seen.held > 0 ? { held: seen.held } : {};
    write(JSON.stringify({ time: time.toISOString(), ...entry, ...held }));
  };
}

/** The class of a failure: messages of foreign errors may hold addresses and are left out. */
export function kindOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : typeof fault;
}
