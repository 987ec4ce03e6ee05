import { createHash, createHmac } from "node:crypto";
import type { Ice, IceServer } from "../../protocol/mod.ts";

/** Seconds that a credential is good for, unless set; pages fetch a new one before connecting. */
export const TURN_TTL_S = 600;

/** Credentials that the TURN server accepts. */
export type Credentials =
  | { readonly kind: "none" }
  /** Shared with coturn (`static-auth-secret`). The first signs; the second is on its way in or out. */
  | {
    readonly kind: "secret";
    readonly secrets: readonly [string, ...string[]];
    /** Seconds that a credential is good for. */
    readonly ttl: number;
  }
  | { readonly kind: "fixed"; readonly username: string; readonly credential: string }
  /** An issuer gives them, with the URLs. */
  | { readonly kind: "issuer"; readonly url: string; readonly token: string };

/** Where media can be relayed. */
export interface TurnOptions {
  readonly urls: readonly string[];
  readonly credentials: Credentials;
}

/** ICE servers that a member is given at once, and better ones when they come. */
export interface Given {
  readonly now: Ice;
  /** Never rejects. Null: nothing better is on its way. */
  readonly better: Promise<Ice> | null;
}

/** Gives ICE servers to a member of a room. */
export type IceSource = (room: string, member: string) => Given;

/** For a deployment without relay. */
export const noIce: IceSource = () => ({ now: { iceServers: [] }, better: null });

/** ICE servers from the settings, and from the issuer where there is one. */
export function iceSource(
  turn: TurnOptions,
  seconds: () => number,
  issued: () => Given = () => noIce("", ""),
): IceSource {
  return (room, member) => {
    if (turn.credentials.kind !== "issuer") {
      return { now: iceOf(turn, room, member, seconds()), better: null };
    }
    const stun = stunOf(turn);
    const join = (ice: Ice): Ice => ({ ...ice, iceServers: [...stun, ...ice.iceServers] });
    const { now, better } = issued();
    return { now: join(now), better: better && better.then(join) };
  };
}

/**
 * A name and password that coturn checks by itself (draft-uberti-behave-turn-rest-00), for one
 * member of one room until `expiry`, in seconds since 1970. The name tells the relay's log who it
 * was without telling the room.
 */
export function signed(secret: string, room: string, member: string, expiry: number) {
  const username = `${Math.floor(expiry)}:${roomHash(room)}.${member}`;
  return { username, credential: createHmac("sha1", secret).update(username).digest("base64") };
}

/** 48 bits of a room id's hash. */
function roomHash(room: string): string {
  return createHash("sha256").update(room).digest("base64url").slice(0, 8);
}

function iceOf(turn: TurnOptions, room: string, member: string, now: number): Ice {
  const stun = stunOf(turn);
  const urls = turn.urls.filter((url) => /^turn/i.test(url));
  const { credentials } = turn;
  switch (credentials.kind) {
    case "none":
    case "issuer":
      return { iceServers: stun };
    case "fixed": {
      const { username, credential } = credentials;
      return { iceServers: [...stun, { urls, username, credential }] };
    }
    case "secret": {
      const { secrets: [secret], ttl } = credentials;
      const server = { urls, ...signed(secret, room, member, now + ttl) };
      return { iceServers: [...stun, server], iceTtl: ttl };
    }
  }
}

function stunOf({ urls }: TurnOptions): readonly IceServer[] {
  const stun = urls.filter((url) => /^stun/i.test(url));
  return stun.length > 0 ? [{ urls: stun }] : [];
}
