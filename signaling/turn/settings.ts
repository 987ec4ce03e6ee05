import { MAX_ICE_SERVERS } from "../../protocol/mod.ts";
import { whyRefused } from "./ice_url.ts";
import { type Credentials, TURN_TTL_S, type TurnOptions } from "./credentials.ts";

/** The variables that say how media are relayed. */
export type TurnName =
  | "TURN_URLS"
  | "TURN_SECRET"
  | "TURN_TTL"
  | "TURN_USERNAME"
  | "TURN_PASSWORD"
  | "TURN_ISSUER_URL"
  | "TURN_ISSUER_TOKEN";

/** Characters of a secret that cannot be guessed, and of a password that a TURN provider chose. */
const MIN_SECRET_CHARS = 32;
const MIN_PASSWORD_CHARS = 12;
/** Seconds of a credential: setting up takes some, and a copied one is good for no longer. */
export const TURN_TTL_SECONDS = { fallback: TURN_TTL_S, min: 10, max: 86_400 } as const;
/** Fewer different characters than this are not random: 32 random hex digits have some 14. */
const MIN_DIFFERENT_CHARS = 8;
/** Words of secrets in guides, and in the set-up that this project replaces. */
const KNOWN = /change.?me|kurento|coturn|passw|secret|default|example|12345/i;

/** Reads them; whatever is wrong goes to `problems`, without the value. */
export function readTurn(
  get: (name: TurnName) => string | undefined,
  problems: string[],
): TurnOptions {
  const urls = split(get("TURN_URLS"));
  for (const [at, url] of urls.entries()) {
    const why = whyRefused(url);
    // The URL itself may hold a password.
    if (why !== null) problems.push(`TURN_URLS, number ${at + 1}: browsers refuse it: ${why}`);
  }
  const relays = urls.filter((url) => /^turn/i.test(url)).length;
  if (Math.max(relays, urls.length - relays) > MAX_ICE_SERVERS) {
    problems.push(`TURN_URLS may hold ${MAX_ICE_SERVERS} turn: and ${MAX_ICE_SERVERS} stun: URLs`);
  }
  const found = [
    secretOf(get("TURN_SECRET"), ttlOf(get("TURN_TTL"), problems), problems),
    fixedOf(get("TURN_USERNAME"), get("TURN_PASSWORD"), problems),
    issuerOf(get("TURN_ISSUER_URL"), get("TURN_ISSUER_TOKEN"), problems),
  ].filter((one) => one !== null);
  const [credentials = { kind: "none" }] = found;
  if (found.length > 1) {
    problems.push("TURN_SECRET, TURN_USERNAME and TURN_ISSUER_URL exclude each other");
  } else if (credentials.kind === "issuer" && relays > 0) {
    problems.push("turn: URLs come from TURN_ISSUER_URL: leave only stun: in TURN_URLS");
  } else if (credentials.kind !== "issuer" && (relays > 0) !== (credentials.kind !== "none")) {
    problems.push(
      "turn: URLs in TURN_URLS go together with TURN_SECRET, or TURN_USERNAME and TURN_PASSWORD",
    );
  }
  return { urls, credentials };
}

function ttlOf(given: string | undefined, problems: string[]): number {
  const { fallback, min, max } = TURN_TTL_SECONDS;
  const ttl = given === undefined ? fallback : /^\d{1,6}$/.test(given) ? Number(given) : NaN;
  if (ttl >= min && ttl <= max) return ttl;
  problems.push(`TURN_TTL must be a whole number of seconds from ${min} to ${max}`);
  return fallback;
}

function secretOf(
  given: string | undefined,
  ttl: number,
  problems: string[],
): Credentials | null {
  const [first, ...rest] = split(given);
  if (first === undefined) return null;
  const secrets = [first, ...rest] as const;
  if (secrets.some((one) => one.length < MIN_SECRET_CHARS)) {
    problems.push(`TURN_SECRET must have at least ${MIN_SECRET_CHARS} characters`);
  } else if (secrets.some(guessable)) {
    problems.push("TURN_SECRET can be guessed: make one with `openssl rand -hex 32`");
  }
  if (secrets.length > 2 || new Set(secrets).size < secrets.length) {
    problems.push("TURN_SECRET may hold two different secrets: the first signs");
  }
  return { kind: "secret", secrets, ttl };
}

function fixedOf(
  username: string | undefined,
  credential: string | undefined,
  problems: string[],
): Credentials | null {
  if (username === undefined && credential === undefined) return null;
  if (username === undefined || credential === undefined) {
    problems.push("TURN_USERNAME and TURN_PASSWORD go together");
    return null;
  }
  if (credential.length < MIN_PASSWORD_CHARS || KNOWN.test(credential)) {
    problems.push(
      `TURN_PASSWORD must have at least ${MIN_PASSWORD_CHARS} characters and stand in no guide`,
    );
  }
  if (Math.max(username.length, credential.length) > 512) {
    problems.push("TURN_USERNAME and TURN_PASSWORD may have 512 characters");
  }
  return { kind: "fixed", username, credential };
}

function issuerOf(
  url: string | undefined,
  token: string | undefined,
  problems: string[],
): Credentials | null {
  if (url === undefined && token === undefined) return null;
  const { protocol, hostname, username } = (url && URL.parse(url)) ||
    { protocol: "", hostname: "", username: "" };
  const local = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  if (username !== "" || protocol !== "https:" && !(protocol === "http:" && local)) {
    problems.push("TURN_ISSUER_URL must be https:, or http: on this machine");
  }
  if (url === undefined || token === undefined || token.length < 16) {
    problems.push(
      "TURN_ISSUER_URL and TURN_ISSUER_TOKEN, of at least 16 characters, go together",
    );
  }
  return { kind: "issuer", url: url ?? "", token: token ?? "" };
}

function guessable(secret: string): boolean {
  return KNOWN.test(secret) || new Set(secret).size < MIN_DIFFERENT_CHARS;
}

function split(given = ""): readonly string[] {
  return given.split(",").map((item) => item.trim()).filter(Boolean);
}
