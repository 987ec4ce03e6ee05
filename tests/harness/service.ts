import { MAX_VIEWERS } from "../../protocol/limits.ts";
import { type Meter, metricsMemory, openMeter } from "../../signaling/metrics/metrics.ts";
import { type AppOptions, createApp } from "../../routes/app.ts";
import type { Site } from "../../routes/assets.ts";
import { connectionLimits } from "../../routes/limits/connection_limits.ts";
import { listen } from "../../routes/process/listen.ts";
import { pack } from "../../routes/build/pack.ts";
import { problem } from "../../routes/security.ts";
import { type Clock, systemClock } from "../../signaling/clock.ts";
import { type Hub, openHub } from "../../signaling/hub/hub.ts";
import { noIce } from "../../signaling/turn/credentials.ts";
import { idOf } from "../../signaling/room/member_token.ts";
import { type ConnectionLimitOptions, LIMITS } from "../../signaling/rate_limit.ts";
import type { Entry } from "../../signaling/log.ts";
import { fakeClock } from "../fakes/clock.ts";

/** Limits that hardly any test meets. */
export const CONNECTION_LIMITS: ConnectionLimitOptions = {
  viewers: MAX_VIEWERS,
  sockets: 100,
  perAddress: 50,
  joins: 1000,
  rooms: 1000,
  faults: 10,
  loopbackFree: true,
};

/** A time that stands still: what refills by the minute does not, however slow the machine is. */
export const still = () => 1_800_000_000_000;

/** The routes on {@link site}. */
export interface Service {
  readonly handle: ReturnType<typeof createApp>;
  readonly hub: Hub;
  readonly meter: Meter;
  readonly logged: Entry[];
}

const bytes = (text: string) => new TextEncoder().encode(text);
/** A site of three files. */
export const site: Site = {
  page: await pack("index.html", bytes(`<!doctype html>${"<p>page</p>".repeat(50)}`)),
  kept: {
    worker: await pack("service_worker.js", bytes("let worker;".repeat(50))),
    listing: await pack("build.json", bytes("{}")),
  },
  assets: new Map([
    ["main-1.js", await pack("main-1.js", bytes("let main;".repeat(50)))],
    ["not_found-1.html", await pack("not_found-1.html", bytes('<a href="/">home</a>'))],
    ["icon-1.png", await pack("icon-1.png", bytes("png"))],
  ]),
};

/** Policy of a service that serves its own page alone. */
export const POLICY: AppOptions["policy"] = {
  origins: { pageOrigins: [], allowNoOrigin: false, secure: false },
  signalUrl: "",
  frameAncestors: [],
  hsts: null,
};

/** A service that is not listening; its time stands still unless it is given a clock. */
export function service(
  options: Partial<AppOptions> = {},
  clock: Clock = fakeClock(),
  signal = new AbortController().signal,
): Service {
  const logged: Entry[] = [];
  const log = options.log ?? ((entry: Entry) => void logged.push(entry));
  const meter = openMeter(metricsMemory(1), 0);
  const hub = options.hub ??
    openHub({
      limits: LIMITS,
      clock,
      log,
      meter,
      cluster: null,
      maxViewers: MAX_VIEWERS,
      endpointBus: null,
      ice: noIce,
      signal,
    });
  const handle = createApp({
    hub,
    meter,
    trouble: () => null,
    metricsToken: null,
    connections: connectionLimits(CONNECTION_LIMITS, still),
    trusted: [],
    policy: POLICY,
    publicHosts: [],
    memoryIsShort: () => false,
    sites: { current: () => site, kept: () => Promise.resolve(null) },
    log,
    ...options,
  });
  return { handle, hub, meter, logged };
}

/** A service on a free port of this machine. */
export interface Listening extends Service, AsyncDisposable {
  readonly port: number;
}

/** The runtime's own, for sockets of tests that keep many and answer pings on none. */
const upgrade: typeof Deno.upgradeWebSocket = (request, { idleTimeout = 0, ...options } = {}) =>
  Deno.upgradeWebSocket(request, { ...options, idleTimeout: 30 * idleTimeout });

/** Serves until it is disposed of; silent sockets live on for ten minutes, unless told otherwise. */
export async function serve(options: Partial<AppOptions> = {}): Promise<Listening> {
  const life = new AbortController();
  const made = service({ sockets: { upgrade }, ...options }, systemClock, life.signal);
  const port = await new Promise<number>((resolve) => {
    listen({
      host: "127.0.0.1",
      port: 0,
      tls: null,
      handle: made.handle,
      failed: () => problem(500, "internal"),
      onListen: (address) => resolve(address.port),
      log: (entry) => void made.logged.push(entry),
      signal: life.signal,
      later: systemClock.later,
    });
  });
  return {
    ...made,
    port,
    [Symbol.asyncDispose]() {
      life.abort();
      return Promise.resolve();
    },
  };
}

/** A new member: its id and the subprotocols that prove it. */
export async function member(): Promise<{ readonly id: string; readonly protocols: string[] }> {
  const token = crypto.getRandomValues(new Uint8Array(32))
    .toBase64({ alphabet: "base64url", omitPadding: true });
  const id = await idOf(token);
  return { id, protocols: ["rtc.v1", `${id}.${token}`] };
}
