import { isIPv4 } from "node:net";
import type { Answer } from "../../signaling/turn/issued_credentials.ts";
import {
  type Credentials,
  signed,
  TURN_TTL_S,
  type TurnOptions,
} from "../../signaling/turn/credentials.ts";
import { type Login, tryAllocation, tryBinding } from "./turn_client.ts";
import { Foreign, type Place, Silence, type Transport } from "./stun_transport.ts";
import { type Code, type Finding, found, levelOf, reason } from "./findings.ts";

/** Options of the TURN check. */
export interface TurnWorld {
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Addresses of a name; none when it has none. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  readonly issue: (url: string, token: string) => Promise<Answer>;
  /** Authorities to trust besides those of the system, PEM. */
  readonly caCerts: readonly string[];
}

/** A room and a member that no page can have. */
const [ROOM, MEMBER] = ["doctor", "doctor"];
const DAY_S = 86_400;
const PRIVATE =
  /^(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const FORM = /^(stun|turn)(s?):(\[[^\]]+\]|[^:?[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/** Tries every URL the way a page would, one after the other. */
export async function checkTurn(turn: TurnOptions, world: TurnWorld): Promise<Finding[]> {
  const { urls, credentials } = turn;
  if (credentials.kind === "none" && urls.length === 0) return [found("turn_none")];
  const findings: Finding[] = [];
  for (const url of urls) findings.push(...await checkUrl(url, credentials, world, null));
  if (credentials.kind !== "issuer") return findings;
  const answer = await world.issue(credentials.url, credentials.token);
  if (!answer.ok) return [...findings, found("issuer_bad", { why: answer.why })];
  findings.push(found("issuer_ok"));
  for (const { urls, username, credential } of answer.servers) {
    const login = username && credential ? { username, credential } : null;
    for (const url of urls) findings.push(...await checkUrl(url, credentials, world, login));
  }
  return findings;
}

async function checkUrl(
  url: string,
  credentials: Credentials,
  world: TurnWorld,
  issued: Login | null,
): Promise<readonly Finding[]> {
  const at = url;
  const [, scheme = "", s, host = "", port, wish] = FORM.exec(url.toLowerCase()) ?? [];
  const transport: Transport = s ? "tls" : wish === "tcp" ? "tcp" : "udp";
  if (s && wish === "udp") return [found("turn_dtls", { at })];
  const addresses = [...new Set(await world.lookup(host.replace(/^\[|\]$/g, "")))];
  if (addresses.length === 0) return [found("turn_dns", { at })];
  const number = Number(port ?? (s ? 5349 : 3478));
  const tried: (readonly Finding[])[] = [];
  for (const address of addresses) {
    const place = { host, address, port: number, transport, caCerts: world.caCerts };
    const name = addresses.length > 1 ? `${at} (${address})` : at;
    try {
      const login = issued ?? loginOf(credentials, world.now());
      tried.push(
        scheme === "stun" || !login
          ? [found("stun_ok", { at: name, ms: await tryBinding(place) })]
          : await allocate(name, place, login, credentials, world),
      );
    } catch (fault) {
      tried.push([failure(name, transport, fault)]);
    }
  }
  // Browsers try all of them, and take what answers.
  const works = tried.flat().some((finding) => levelOf(finding) === "fine");
  return tried.flat().map((finding) =>
    works && SILENT.has(finding.code) ? found("turn_address", finding.values) : finding
  );
}

const SILENT: ReadonlySet<Code> = new Set(["turn_udp_silent", "turn_closed", "turn_silent"]);

function loginOf(credentials: Credentials, now: number): Login | null {
  switch (credentials.kind) {
    case "none":
    case "issuer":
      return null;
    case "fixed":
      return credentials;
    case "secret":
      return signed(credentials.secrets[0], ROOM, MEMBER, now + TURN_TTL_S);
  }
}

async function allocate(
  at: string,
  place: Place,
  login: Login,
  credentials: Credentials,
  world: TurnWorld,
): Promise<readonly Finding[]> {
  const { code, open, relayed, ms } = await tryAllocation(place, login);
  if (open) return [found("turn_open", { at })];
  if (code === 401) return [await refused(at, place, login, credentials, world)];
  if (code === 486) return [found("turn_quota", { at })];
  if (code === 508) return [found("turn_capacity", { at })];
  if (code !== 0) return [found("turn_error", { at, number: code })];
  const inside = relayed !== null && PRIVATE.test(relayed) && !PRIVATE.test(place.address);
  const result = inside
    ? found("turn_inside", { at, relay: relayed })
    : found("turn_ok", { at, ms });
  const [, second] = credentials.kind === "secret" ? credentials.secrets : [];
  if (second === undefined || await takes(place, second, world.now() + TURN_TTL_S)) return [result];
  return [result, found("turn_old_unknown", { at })];
}

/** True if a relay that is reached at a public address relays from a private one. */
export function inside(relayed: string, address: string): boolean {
  return PRIVATE.test(relayed) && isIPv4(address) && !PRIVATE.test(address);
}

/** Why a password was refused. coturn says 401 for all of it, so the difference is tried out. */
async function refused(
  at: string,
  place: Place,
  { username }: Login,
  credentials: Credentials,
  { now }: TurnWorld,
): Promise<Finding> {
  switch (credentials.kind) {
    case "none":
    case "issuer":
      return found("turn_issued", { at });
    case "fixed": {
      const [, expiry] = /^(\d{9,11}):/.exec(username) ?? [];
      if (expiry === undefined || Number(expiry) > now()) return found("turn_password", { at });
      const until = new Date(Number(expiry) * 1000).toISOString().slice(0, 16);
      return found("turn_expired", { at, until });
    }
    case "secret": {
      const [first, second] = credentials.secrets;
      if (await takes(place, first, now() + DAY_S)) return found("turn_clock", { at });
      if (second !== undefined && await takes(place, second, now() + TURN_TTL_S)) {
        return found("turn_new_unknown", { at });
      }
      return found("turn_secret", { at });
    }
  }
}

async function takes(place: Place, secret: string, expiry: number): Promise<boolean> {
  const { code } = await tryAllocation(place, signed(secret, ROOM, MEMBER, expiry));
  return code !== 401;
}

/** Finding for a transport on which a TURN server gave no allocation. */
function failure(at: string, transport: Transport, fault: unknown): Finding {
  if (fault instanceof Foreign) return found("turn_foreign", { at });
  if (fault instanceof Silence) {
    return found(transport === "udp" ? "turn_udp_silent" : "turn_silent", { at });
  }
  const why = reason(fault);
  if (transport !== "tls" || !/certificate|tls|handshake|message|peer/i.test(why)) {
    return found("turn_closed", { at });
  }
  if (/expired/i.test(why)) return found("turn_tls_expired", { at });
  if (/NotValidForName|not valid for/i.test(why)) return found("turn_tls_name", { at });
  if (/UnknownIssuer/i.test(why)) return found("turn_tls_untrusted", { at });
  return found("turn_tls", { at, why });
}
