import { PER_ADDRESS, PER_PROCESS } from "./protocol/limits.ts";
import { parseRange, type Range } from "./signaling/address.ts";
import { type CrowdLimits, LIMITS, type Limits } from "./signaling/limit.ts";
import type { TurnOptions } from "./signaling/turn.ts";
import { readTurn, TURN_NAMES } from "./signaling/turn_settings.ts";

/** Everything that can be set from outside; README has the table. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Host names that are answered; empty: all. */
  readonly publicHosts: readonly string[];
  /** Origins other than our own whose pages may open the socket. */
  readonly pageOrigins: readonly string[];
  /** The origin of the signalling, `https://…`, when it is not the page's own; else empty. */
  readonly signalUrl: string;
  /** Sockets without an Origin header (not browsers) are allowed. */
  readonly allowNoOrigin: boolean;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly turn: TurnOptions;
  /** What is counted in all and by address. */
  readonly crowd: CrowdLimits;
  /** Proxies that are believed when they name whom they speak for. */
  readonly trustedProxies: readonly Range[];
  /** MiB of resident memory at which new sockets are refused; the process gives up at 5/4 of it. */
  readonly memoryMiB: number;
  readonly limits: Limits;
  /** Isolates that serve; 0: one for each core, up to {@link MOST_ISOLATES}. */
  readonly isolates: number;
  /** What joins this process with others. */
  readonly bus: { readonly url: string; readonly ca: string | null } | null;
  /** Signs what isolates say to each other; null: made up at every start. */
  readonly clusterKey: string | null;
  readonly metricsToken: string | null;
  /** On Deno Deploy instances come and go, and one isolate is all there is in each. */
  readonly deploy: boolean;
  readonly lan: boolean;
  readonly dev: boolean;
}

/** Exactly the names that are read: the `--allow-env` list in deno.json is the same. */
export const NAMES = [
  "PORT",
  "HOST",
  "PUBLIC_HOSTS",
  "PAGE_ORIGINS",
  "SIGNAL_URL",
  "ALLOW_NO_ORIGIN",
  "TLS_CERT",
  "TLS_KEY",
  ...TURN_NAMES,
  "MAX_CONNS",
  "MAX_PER_ADDRESS",
  "JOINS_PER_ADDRESS",
  "ROOMS_PER_ADDRESS",
  "TRUSTED_PROXIES",
  "MEMORY_MIB",
  "RATE_MESSAGES",
  "RATE_BYTES",
  "WORKERS",
  "BUS_URL",
  "BUS_CA",
  "CLUSTER_KEY",
  "METRICS_TOKEN",
  "DENO_DEPLOY",
] as const;

/** More isolates than this cost memory and bring nothing that a relay could use. */
export const MOST_ISOLATES = 8;

/** What is said of a bad one. */
export const SIGNAL_URL_BAD = "SIGNAL_URL must be an origin such as https://signal.example";

/** The signalling's origin as it stands in the page and its policy; null when it is none. */
export function readSignalUrl(given: string | undefined): string | null {
  const origin = (given ?? "").trim().toLowerCase();
  return /^(?:https?:\/\/[a-z0-9.:[\]-]+)?$/.test(origin) ? origin : null;
}

/** Settings, or every problem that they have, in words for whoever starts the server. */
export type Read =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

type Name = (typeof NAMES)[number];

/** Reads the settings once. An empty variable counts as absent. */
export function readConfig(get: (name: Name) => string | undefined, args: readonly string[]): Read {
  const problems: string[] = [];
  const text = (name: Name) => get(name)?.trim() || undefined;
  const number = (name: Name, fallback: number, max: number): number => {
    const given = text(name);
    if (given === undefined) return fallback;
    const value = /^\d{1,12}$/.test(given) ? Number(given) : NaN;
    if (value <= max) return value;
    problems.push(`${name} must be a whole number from 0 to ${max}`);
    return fallback;
  };
  const list = (name: Name, form: RegExp, what: string): readonly string[] => {
    const items = (text(name) ?? "").split(",").map((item) => item.trim()).filter(Boolean);
    if (!items.every((item) => form.test(item))) problems.push(`${name} must be ${what}`);
    return items.map((item) => item.toLowerCase());
  };
  const both = (one: Name, other: Name) => {
    const [a, b] = [text(one), text(other)];
    if ((a === undefined) !== (b === undefined)) problems.push(`${one} and ${other} go together`);
    return a !== undefined && b !== undefined ? [a, b] as const : null;
  };

  for (const arg of args) {
    if (/^--(?:lan|dev|isolates=\d{1,3})$/.test(arg)) continue;
    problems.push("unknown argument; known: --lan, --dev, --isolates=<number>");
  }
  const isolates = args.findLast((arg) => arg.startsWith("--isolates="))?.slice(11);
  const lan = args.includes("--lan");
  const pair = both("TLS_CERT", "TLS_KEY");
  const busUrl = text("BUS_URL");
  if (busUrl !== undefined && !/^(?:nats|tls|wss?):\/\/[^\s/]+\/?$/.test(busUrl)) {
    problems.push("BUS_URL must be nats://, tls://, ws:// or wss://, with a host");
  }
  const key = text("CLUSTER_KEY") ?? null;
  if (key === null ? busUrl !== undefined : key.length < 32) {
    problems.push("CLUSTER_KEY must have at least 32 characters, the same wherever BUS_URL is");
  }
  const metricsToken = text("METRICS_TOKEN") ?? null;
  if (metricsToken !== null && metricsToken.length < 16) {
    problems.push("METRICS_TOKEN must have at least 16 characters");
  }
  const signalUrl = readSignalUrl(text("SIGNAL_URL"));
  if (signalUrl === null) problems.push(SIGNAL_URL_BAD);
  const flag = text("ALLOW_NO_ORIGIN") ?? "0";
  if (!/^[01]$/.test(flag)) problems.push("ALLOW_NO_ORIGIN must be 0 or 1");
  const proxies = list("TRUSTED_PROXIES", /./, "");
  const trustedProxies = proxies.map(parseRange).filter((range) => range !== null);
  if (trustedProxies.length < proxies.length) {
    problems.push("TRUSTED_PROXIES must be addresses, or ranges such as 10.0.0.0/8");
  }
  const messages = number("RATE_MESSAGES", LIMITS.messages, 1e9);

  const config: Config = {
    port: number("PORT", 8000, 65535),
    // Deno Deploy sets DENO_DEPLOY and puts its own front before every address.
    host: text("HOST") ?? (lan || text("DENO_DEPLOY") ? "0.0.0.0" : "127.0.0.1"),
    publicHosts: list(
      "PUBLIC_HOSTS",
      /^[^\s/@]+$/,
      "host names, with the port where it is not the usual one",
    ),
    pageOrigins: list(
      "PAGE_ORIGINS",
      /^https?:\/\/[^\s/]+$/i,
      "origins such as https://example.org",
    ),
    signalUrl: signalUrl ?? "",
    allowNoOrigin: flag === "1",
    tls: pair && { cert: pair[0], key: pair[1] },
    turn: readTurn(text, problems),
    crowd: {
      sockets: number("MAX_CONNS", PER_PROCESS.sockets, 1e6),
      perAddress: number("MAX_PER_ADDRESS", PER_ADDRESS.sockets, 1e6),
      joins: number("JOINS_PER_ADDRESS", PER_ADDRESS.joins, 1e6),
      rooms: number("ROOMS_PER_ADDRESS", PER_ADDRESS.rooms, 1e6),
      faults: PER_ADDRESS.faults,
      loopbackFree: trustedProxies.length === 0,
    },
    trustedProxies,
    memoryMiB: number("MEMORY_MIB", PER_PROCESS.memoryMiB, 1e6),
    limits: {
      ...LIMITS,
      messages,
      burst: Math.max(LIMITS.burst, messages),
      bytes: number("RATE_BYTES", LIMITS.bytes, 1e12),
    },
    isolates: isolates === undefined ? number("WORKERS", 0, 256) : Number(isolates),
    bus: busUrl === undefined ? null : { url: busUrl, ca: text("BUS_CA") ?? null },
    clusterKey: key,
    metricsToken,
    deploy: text("DENO_DEPLOY") !== undefined,
    lan,
    dev: args.includes("--dev"),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config };
}
