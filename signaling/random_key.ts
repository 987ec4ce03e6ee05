import { randomBytes } from "node:crypto";

/** A random name or key, in base64url. */
export function randomKey(bytes: 16 | 32): string {
  return randomBytes(bytes).toString("base64url");
}
