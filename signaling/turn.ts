import { createHmac } from "node:crypto";
import type { IceServer } from "../protocol/mod.ts";

/** Seconds that a TURN credential is good for; pages fetch a new one before every connection. */
export const TURN_TTL = 600;

/** Where media can be relayed. */
export interface TurnOptions {
  readonly urls: readonly string[];
  /** The secret shared with coturn (`static-auth-secret`), or null when only STUN is used. */
  readonly secret: string | null;
}

/**
 * The ICE servers for one member, with credentials that coturn checks by itself
 * (draft-uberti-behave-turn-rest-00). `now` is in seconds since 1970.
 */
export function iceServers(turn: TurnOptions, member: string, now: number): readonly IceServer[] {
  const stun = turn.urls.filter((url) => url.startsWith("stun"));
  const relay = turn.urls.filter((url) => url.startsWith("turn"));
  const servers: IceServer[] = stun.length > 0 ? [{ urls: stun }] : [];
  if (relay.length > 0 && turn.secret !== null) {
    const username = `${Math.floor(now) + TURN_TTL}:${member}`;
    const credential = createHmac("sha1", turn.secret).update(username).digest("base64");
    servers.push({ urls: relay, username, credential });
  }
  return servers;
}
