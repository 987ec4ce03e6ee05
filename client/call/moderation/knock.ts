import { random } from "../security/base64url.ts";
import type { Candidates } from "../messages/negotiation.ts";

/** What is said at the door. */
export interface DoorLetter {
  readonly door: "locked" | "denied" | "knock";
  /** Of who knocks. */
  readonly name?: string;
  /** Which lock it is that somebody stands before. */
  readonly count?: number;
}

/** A letter that says something at the door: it brings no candidates. */
export function doorBody(said: DoorLetter): Candidates {
  return { pc: random(16), candidates: [], ...said };
}
