import { cleanName } from "./call/payload.ts";

/** What this device keeps of its person. */
export type Kept = "name" | "relay";

/** What was kept last on this device; empty when nothing was or storage is forbidden. */
export function recall(memory: Storage | null, what: Kept): string {
  try {
    return cleanName(memory?.getItem(`visavis.${what}`) ?? "");
  } catch {
    return "";
  }
}

/** Keeps it for the next visit. */
export function keep(memory: Storage | null, what: Kept, value: string): void {
  try {
    memory?.setItem(`visavis.${what}`, value);
  } catch {
    // Without storage it is asked again next time.
  }
}
