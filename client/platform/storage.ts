/** Slice of a storage that keeps texts (WHATWG HTML §12.2). */
export type Memory = Pick<Storage, "getItem" | "setItem">;

/** The storage that `named` names; null where it is forbidden: then even naming it throws. */
export function openStorage(named: () => Storage): Storage | null {
  try {
    return named() ?? null;
  } catch {
    return null;
  }
}

/** Storage of the device, over visits; null where it is forbidden. */
export const deviceStorage = (): Storage | null => openStorage(() => localStorage);

/** Reads a text; empty when none was kept, or storage is forbidden. */
export function readText(storage: Pick<Storage, "getItem"> | null, name: string): string {
  try {
    return storage?.getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** Keeps a text. Where storage is forbidden or full, it is kept for nobody. */
export function keepText(storage: Pick<Storage, "setItem"> | null, name: string, text: string) {
  try {
    storage?.setItem(name, text);
  } catch {
    // The page goes on as if nothing had been kept.
  }
}
