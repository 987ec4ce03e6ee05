import { cleanName } from "./call/payload.ts";

const NAME = "visavis.name";

/** The name used last on this device; empty when there is none or storage is forbidden. */
export function recall(memory: Storage | null): string {
  try {
    return cleanName(memory?.getItem(NAME) ?? "");
  } catch {
    return "";
  }
}

/** Keeps the name for the next visit. */
export function keep(memory: Storage | null, name: string): void {
  try {
    memory?.setItem(NAME, name);
  } catch {
    // Without storage the name is asked again next time.
  }
}
