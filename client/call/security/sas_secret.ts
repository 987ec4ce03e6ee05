import { lengthPrefixed, sha256 } from "./bytes.ts";
import type { Hello } from "../messages/negotiation.ts";

/** One side of a code: a session, and the secret that its description has committed to. */
export interface Half {
  readonly hello: Hello;
  readonly secret: string;
}

/** Both sides of a code, told on a proven connection. */
export interface Pact {
  readonly roomId: string;
  readonly halves: readonly [Half, Half];
}

/** Fixes `secret` for a session before the other side has told its own. */
export function commitTo({ sid, idk, fp }: Hello, secret: string): Promise<string> {
  return sha256(lengthPrefixed(["sas-c", sid, idk, fp, secret]));
}
