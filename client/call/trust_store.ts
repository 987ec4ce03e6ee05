import { acquaint, type Acquaintance } from "./acquaintance.ts";
import type { Hello } from "./payload.ts";

/** What this page knows of who the members are, of those who have left, too. */
export interface TrustStore {
  of(id: string): Acquaintance;
  /** A connection with this member shows the certificate of this session; false: it is over. */
  proves(id: string, hello: Hello): boolean;
}

/** Members who are remembered, those who are here not counted. */
const MAX_REMEMBERED = 64;

/**
 * Opens a store that knows nobody. Strangers may have any number of ids, so those that no
 * connection was ever made with are forgotten first, and those who are `here` never.
 */
export function openTrustStore(here: (id: string) => boolean): TrustStore {
  const known = new Map<string, Acquaintance>();
  const proven = new Set<string>();

  function forgetOne(): void {
    const away = [...known.keys()].filter((one) => !here(one));
    if (away.length <= MAX_REMEMBERED) return;
    const least = away.find((one) => !proven.has(one)) ?? away[0] ?? "";
    known.delete(least);
    proven.delete(least);
  }

  function of(id: string): Acquaintance {
    const found = known.get(id);
    if (found) return found;
    const fresh = acquaint();
    known.set(id, fresh);
    forgetOne();
    return fresh;
  }

  return {
    of,
    proves(id, hello) {
      const proves = of(id).prove(hello);
      if (proves) proven.add(id);
      return proves;
    },
  };
}
