import { createHmac, randomBytes } from "node:crypto";

/** Names on the bus: made from the deployment's key, so that none holds what a page chose. */
export interface Names {
  /** Keeps deployments apart that share a server. */
  readonly prefix: string;
  topic(room: string): string;
}

/** The names of the deployment with this key. */
export function namesOf(key: string): Names {
  const mac = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    prefix: `visavis.${mac("prefix").slice(0, 16)}`,
    topic: (room) => `room.${mac(`room ${room}`).slice(0, 22)}`,
  };
}

/** A name or a key that nobody can guess. */
export function unguessable(bytes: 16 | 32): string {
  return randomBytes(bytes).toString("base64url");
}
