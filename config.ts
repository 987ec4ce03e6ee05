import { MAX_FRAME_BYTES, MAX_VIEWERS, PER_ADDRESS, PER_PROCESS } from "./protocol/limits.ts";
import { parseRange, type Range } from "./signaling/ip_address.ts";
import { type BusSettings, readBus } from "./signaling/bus_settings.ts";
import { type ConnectionLimitOptions, LIMITS, type Limits } from "./signaling/rate_limit.ts";
import {
  type NumberRange,
  type SettingsReader,
  settingsReader,
} from "./signaling/settings_reader.ts";
import type { TurnOptions } from "./signaling/turn/credentials.ts";
import { readTurn, TURN_TTL_SECONDS } from "./signaling/turn/settings.ts";

/** Everything that can be set from outside; README has the table. */
export interface Config {
  readonly listen: ListenConfig;
  readonly turn: TurnOptions;
  /** Limits of all sockets and of one address. */
  readonly connections: ConnectionLimitOptions;
  /** MiB of resident memory at which new sockets are refused; the process gives up at 5/4 of it. */
  readonly memoryMiB: number;
  readonly limits: Limits;
  /** Isolates that serve. */
  readonly isolates: number;
  /** The bus to other processes; null: this one is alone. */
  readonly bus: BusSettings | null;
  /** Signs what isolates say to each other; null: random at every start. */
  readonly clusterKey: string | null;
  readonly metricsToken: string | null;
  /** On Deno Deploy instances come and go, and one isolate is all there is in each. */
  readonly deploy: boolean;
  readonly lan: boolean;
  readonly dev: boolean;
}

/** Address that is listened on, and the hosts, pages and proxies that are served there. */
export interface ListenConfig {
  readonly port: number;
  readonly host: string;
  /** Host names that are answered; empty: all. */
  readonly publicHosts: readonly string[];
  /** Origins other than our own whose pages may open the socket. */
  readonly pageOrigins: readonly string[];
  /** Origins whose pages may show this one in a frame; empty: nobody's. */
  readonly frameAncestors: readonly string[];
  /** The origin of the signaling, `https://…`, when it is not the page's own; else empty. */
  readonly signalUrl: string;
  /** Sockets without an Origin header (not browsers) are allowed. */
  readonly allowNoOrigin: boolean;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Seconds for which browsers shall reach this name by HTTPS alone; null: HSTS is not sent. */
  readonly hstsSeconds: number | null;
  /** Proxies that are believed when they name whom they speak for. */
  readonly trustedProxies: readonly Range[];
}

/** One setting: its default, its limits and its line in README; a text has README's words for them. */
export type Setting = NumberSetting | TextSetting;
type NumberSetting = NumberRange & { readonly kind: "number"; readonly meaning: string };
type TextSetting = { readonly kind: "text"; readonly fallback: string; readonly meaning: string };

const numeric = (range: NumberRange, meaning: string) =>
  ({ kind: "number", ...range, meaning }) as const satisfies NumberSetting;
const textual = (fallback: string, meaning: string) =>
  ({ kind: "text", fallback, meaning }) as const satisfies TextSetting;

const { sockets, memoryMiB } = PER_PROCESS;
const { joins } = PER_ADDRESS;
const perAddress = (fallback: number) => ({ fallback, min: 0, max: 1e6 });

/**
 * Every setting, in README's order. README's tables, the permissions of the tasks and the files of
 * deploy/ are held against this list by tests/rules/settings_test.ts.
 */
export const SETTINGS = {
  PORT: numeric({ fallback: 8000, min: 0, max: 65535 }, "0 takes any free port"),
  HOST: textual("`127.0.0.1`; with `--lan` `0.0.0.0`", "the address to listen on"),
  PUBLIC_HOSTS: textual(
    "any",
    "host names that are answered, comma-separated, with the port where it is not the usual one",
  ),
  PAGE_ORIGINS: textual("own origin", "further origins whose pages may open the socket"),
  FRAME_ANCESTORS: textual("none", "origins whose pages may frame the call: docs/embedding.md"),
  SIGNAL_URL: textual(
    "own origin",
    "where the page's signaling is, `https://signal.example`; for `deno task build` and for the start",
  ),
  ALLOW_NO_ORIGIN: textual(
    "`0`",
    "`1` lets in clients that send no `Origin`, which no browser does",
  ),
  TLS_CERT: textual("", "file of your own certificate, in `.tls/`; goes together with `TLS_KEY`"),
  TLS_KEY: textual("", "file of its private key, in `.tls/`"),
  HSTS_SECONDS: textual(
    "not sent",
    "seconds for which browsers use only HTTPS for this name, on every port; 0 ends that",
  ),
  TURN_URLS: textual("", "`turn:`, `turns:` and `stun:` URLs for the pages, comma-separated"),
  TURN_SECRET: textual(
    "",
    "coturn's `static-auth-secret`, 32 random characters or more; a second one, after a comma, while it is replaced",
  ),
  TURN_TTL: numeric(
    TURN_TTL_SECONDS,
    "seconds for which a name and password signed with it are valid; below 60 pages ask for new ones before every connection",
  ),
  TURN_USERNAME: textual("", "instead of a secret: a fixed user name"),
  TURN_PASSWORD: textual("", "its password"),
  TURN_ISSUER_URL: textual(
    "",
    "instead of both: a service that issues URLs and credentials, asked by POST",
  ),
  TURN_ISSUER_TOKEN: textual("", "the bearer token for that service"),
  // Two: a call.
  MAX_CONNS: numeric({ fallback: sockets, min: 2, max: 1e6 }, "sockets of the process"),
  MAX_PER_ADDRESS: numeric(
    perAddress(PER_ADDRESS.sockets),
    "sockets of one address, a quarter of it once `MAX_CONNS` is half reached; 0: no limit",
  ),
  JOINS_PER_ADDRESS: numeric(perAddress(joins), "joins of one address a minute; 0: no limit"),
  ROOMS_PER_ADDRESS: numeric(
    perAddress(PER_ADDRESS.rooms),
    "rooms that one address opens in an hour; 0: no limit",
  ),
  MAX_VIEWERS: numeric({ fallback: MAX_VIEWERS, min: 0, max: 40 }, "viewers of one call"),
  TRUSTED_PROXIES: textual(
    "",
    "addresses and ranges of proxies whose `X-Forwarded-For` or `Forwarded` is believed; without it, the limits by address do not hold for loopback",
  ),
  // Runtime and page take some 60 by themselves.
  MEMORY_MIB: numeric(
    { fallback: memoryMiB, min: 64, max: 1e6 },
    "above this much resident memory newcomers are refused; above 5/4 of it the process exits, to be restarted",
  ),
  // A page that joins seven others says as much.
  RATE_MESSAGES: numeric(
    { fallback: LIMITS.messages, min: 10, max: 1e9 },
    "frames a second of one socket, 200 at once",
  ),
  // Twice as many at once: room for one frame of the largest size.
  RATE_BYTES: numeric(
    { fallback: LIMITS.bytes, min: MAX_FRAME_BYTES / 2, max: 1e12 },
    "bytes a second of one socket, twice as many at once",
  ),
  WORKERS: numeric(
    { fallback: 1, min: 1, max: 64 },
    "isolates that serve on the one port, on Linux; `--isolates=2` does the same",
  ),
  BUS_URL: textual(
    "",
    "`nats://`, `tls://`, `ws://` or `wss://`: joins this process with others; user and password, or a token, and several servers may be in it: `nats://user:password@a:4222,b:4222`",
  ),
  BUS_CA: textual(
    "those of the system",
    "the PEM of the authority that signed the bus's certificate",
  ),
  BUS_CREDS: textual("", "credentials of a NATS account: the text of a `.creds` file"),
  CLUSTER_KEY: textual(
    "random at every start",
    "signs the messages between processes: 32 characters or more, the same for all processes on one bus",
  ),
  METRICS_TOKEN: textual(
    "",
    "bearer token for `/metrics`, needed behind a proxy; without it only this machine may ask, and not through a proxy",
  ),
  DENO_DEPLOY: textual("", "set by Deno Deploy: one isolate, for the platform's proxy"),
} as const;

type Name = keyof typeof SETTINGS;
type Reader = SettingsReader<Name>;

/** An origin as browsers write it, without anything that could end a directive of a policy. */
const ORIGIN = /^https?:\/\/[a-z0-9.:[\]-]+$/i;
const ORIGIN_WORDS = "origins such as https://example.org";

/** Problem that a bad SIGNAL_URL is. */
export const SIGNAL_URL_BAD = "SIGNAL_URL must be an origin such as https://signal.example";

/** The signaling's origin as it stands in the page and its policy; null when it is none. */
export function readSignalUrl(given: string | undefined): string | null {
  const origin = (given ?? "").trim().toLowerCase();
  return /^(?:https?:\/\/[a-z0-9.:[\]-]+)?$/.test(origin) ? origin : null;
}

/** Settings, or every problem that they have, in words for the operator. */
export type Read =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the settings once. An empty variable counts as absent. */
export function readConfig(get: (name: Name) => string | undefined, args: readonly string[]): Read {
  const reader = settingsReader(get);
  const { text, problems } = reader;
  checkArguments(args, reader);
  const lan = args.includes("--lan");
  const listen = readListen(reader, lan);
  const clusterKey = readClusterKey(reader);
  const metricsToken = text("METRICS_TOKEN") ?? null;
  reader.check(
    metricsToken === null || metricsToken.length >= 16,
    "METRICS_TOKEN must have at least 16 characters",
  );
  const config: Config = {
    listen,
    turn: readTurn(text, problems),
    connections: readConnectionLimits(reader, listen.trustedProxies.length === 0),
    memoryMiB: reader.number("MEMORY_MIB", SETTINGS.MEMORY_MIB),
    limits: readLimits(reader),
    isolates: readIsolates(reader, args),
    bus: readBus(text, problems),
    clusterKey,
    metricsToken,
    deploy: text("DENO_DEPLOY") !== undefined,
    lan,
    dev: args.includes("--dev"),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config };
}

function readListen(reader: Reader, isLan: boolean): ListenConfig {
  const { text, list, check } = reader;
  const pair = reader.both("TLS_CERT", "TLS_KEY");
  const signalUrl = readSignalUrl(text("SIGNAL_URL"));
  check(signalUrl !== null, SIGNAL_URL_BAD);
  const flag = text("ALLOW_NO_ORIGIN") ?? "0";
  check(/^[01]$/.test(flag), "ALLOW_NO_ORIGIN must be 0 or 1");
  return {
    port: reader.number("PORT", SETTINGS.PORT),
    // Deno Deploy sets DENO_DEPLOY and puts its own front before every address.
    host: text("HOST") ?? (isLan || text("DENO_DEPLOY") ? "0.0.0.0" : "127.0.0.1"),
    publicHosts: list(
      "PUBLIC_HOSTS",
      /^[^\s/@]+$/,
      "host names, with the port where it is not the usual one",
    ),
    pageOrigins: list("PAGE_ORIGINS", ORIGIN, ORIGIN_WORDS),
    frameAncestors: list("FRAME_ANCESTORS", ORIGIN, ORIGIN_WORDS),
    signalUrl: signalUrl ?? "",
    allowNoOrigin: flag === "1",
    tls: pair && { cert: pair[0], key: pair[1] },
    hstsSeconds: readHsts(reader),
    trustedProxies: readProxies(reader),
  };
}

function checkArguments(args: readonly string[], { problems }: Reader): void {
  for (const arg of args) {
    if (/^--(?:lan|dev|isolates=.*)$/.test(arg)) continue;
    problems.push("unknown argument; known: --lan, --dev, --isolates=<number>");
  }
}

function readClusterKey({ text, check }: Reader): string | null {
  const key = text("CLUSTER_KEY") ?? null;
  check(
    key === null ? text("BUS_URL") === undefined : key.length >= 32,
    "CLUSTER_KEY must have at least 32 characters, the same wherever BUS_URL is",
  );
  return key;
}

function readHsts({ text, check }: Reader): number | null {
  const given = text("HSTS_SECONDS");
  if (given === undefined) return null;
  check(/^\d{1,9}$/.test(given), "HSTS_SECONDS must be a whole number of seconds");
  return Number(given);
}

function readProxies({ list, check }: Reader): readonly Range[] {
  const given = list("TRUSTED_PROXIES", /./, "");
  const ranges = given.map(parseRange).filter((range) => range !== null);
  check(
    ranges.length === given.length,
    "TRUSTED_PROXIES must be addresses, or ranges such as 10.0.0.0/8",
  );
  return ranges;
}

function readLimits({ number }: Reader): Limits {
  const messages = number("RATE_MESSAGES", SETTINGS.RATE_MESSAGES);
  const bytes = number("RATE_BYTES", SETTINGS.RATE_BYTES);
  return { ...LIMITS, messages, burst: Math.max(LIMITS.burst, messages), bytes };
}

function readConnectionLimits({ number }: Reader, loopbackFree: boolean): ConnectionLimitOptions {
  return {
    sockets: number("MAX_CONNS", SETTINGS.MAX_CONNS),
    perAddress: number("MAX_PER_ADDRESS", SETTINGS.MAX_PER_ADDRESS),
    joins: number("JOINS_PER_ADDRESS", SETTINGS.JOINS_PER_ADDRESS),
    rooms: number("ROOMS_PER_ADDRESS", SETTINGS.ROOMS_PER_ADDRESS),
    viewers: number("MAX_VIEWERS", SETTINGS.MAX_VIEWERS),
    faults: PER_ADDRESS.faults,
    loopbackFree,
  };
}

function readIsolates({ number }: Reader, args: readonly string[]): number {
  const given = args.findLast((arg) => arg.startsWith("--isolates="))?.slice(11);
  if (given === undefined) return number("WORKERS", SETTINGS.WORKERS);
  return number("WORKERS", SETTINGS.WORKERS, given, "--isolates");
}
