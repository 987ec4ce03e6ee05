import { cleanName } from "../messages/about.ts";
import { setBounded } from "../../platform/bounded_map.ts";
import { MAX_STRANGERS } from "./knock.ts";

/** Page that asks to be let in. */
export interface Knock {
  readonly id: string;
  readonly identityKey: string;
  readonly name: string;
}

/** Pages that wait outside a locked call. */
export interface KnockList {
  all(): readonly Knock[];
  of(id: string): Knock | undefined;
  /** Notes a knock, unless it is one too many or of somebody who was not let in a moment ago. */
  note(knock: Knock): void;
  /** Takes somebody off the list, who is let in or has gone. */
  drop(id: string): void;
  /** Does not hear somebody for a minute. */
  deny(id: string): void;
  /** Takes off all who have not knocked for long. */
  tidy(): void;
  clear(): void;
}

/** A page that was denied is not heard for this long. */
export const DENIED_MS = 60_000;
/** A page that waits knocks more often than this; one that does not has gone. */
export const GONE_MS = 45_000;
/** Pages that wait at once: the link may be in many hands. */
const MAX_KNOCKS = 16;

/** Opens an empty list. */
export function openKnockList(elapsed: () => number): KnockList {
  const knocks = new Map<string, Knock & { readonly at: number }>();
  const denials = new Map<string, number>();
  return {
    all: () => [...knocks.values()],
    of: (id) => knocks.get(id),
    note({ id, identityKey, name }) {
      const silenced = elapsed() - (denials.get(id) ?? -Infinity) < DENIED_MS;
      if (silenced || (knocks.size >= MAX_KNOCKS && !knocks.has(id))) return;
      knocks.set(id, { id, identityKey, name: cleanName(name), at: elapsed() });
    },
    drop: (id) => void knocks.delete(id),
    deny(id) {
      knocks.delete(id);
      setBounded(denials, id, elapsed(), MAX_STRANGERS);
    },
    tidy() {
      for (const { id, at } of knocks.values()) if (elapsed() - at > GONE_MS) knocks.delete(id);
    },
    clear: () => knocks.clear(),
  };
}
