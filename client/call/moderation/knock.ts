import { random } from "../security/base64url.ts";
import type { Candidates } from "../messages/negotiation.ts";

/** What is said at the door. */
export interface KnockMessage {
  readonly lock: "locked" | "denied" | "knock";
  /** Of who knocks. */
  readonly name?: string;
  /** Which lock it is that somebody stands before. */
  readonly count?: number;
}

/** An envelope that says something at the door: it brings no candidates. */
export function knockBody(said: KnockMessage): Candidates {
  return { connection: random(16), candidates: [], ...said };
}
