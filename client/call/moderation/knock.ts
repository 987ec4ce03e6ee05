import { random } from "../security/base64url.ts";
import type { Candidates } from "../messages/negotiation.ts";

/** Message between two pages on two sides of a lock. */
export interface KnockMessage {
  readonly lock: "locked" | "denied" | "knock";
  /** Name of the page that knocks. */
  readonly name?: string;
  /** Count of the lock. */
  readonly count?: number;
}

/** Entries that are kept of pages outside, which may take as many ids as they like. */
export const MAX_STRANGERS = 64;

/** Body of an envelope that carries this message: it brings no candidates. */
export function knockBody(message: KnockMessage): Candidates {
  return { connection: random(16), candidates: [], ...message };
}
