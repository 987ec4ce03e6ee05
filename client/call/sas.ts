import { lengthPrefixed, sha256 } from "./bytes.ts";
import type { Hello } from "./payload.ts";

/** Fixes `secret` for a session before the other side has told its own. */
export function commitTo({ sid, idk, fp }: Hello, secret: string): Promise<string> {
  return sha256(lengthPrefixed(["sas-c", sid, idk, fp, secret]));
}
