import type { Config } from "../../config.ts";
import type { Bus, BusCounts } from "../../signaling/bus/bus.ts";
import { isolatesBus } from "../../signaling/bus/isolates.ts";
import { natsBus } from "../../signaling/bus/nats.ts";
import { connectNats } from "./nats_connection.ts";
import { subjectsOf } from "../../signaling/bus/packet.ts";
import { systemClock } from "../../signaling/clock.ts";
import { type Cluster, openCluster } from "../../signaling/cluster/cluster.ts";
import { shareBus } from "../../signaling/endpoint/endpoint_bus.ts";
import { type Hub, openHub } from "../../signaling/hub/hub.ts";
import type { Log } from "../../signaling/log.ts";
import { type Meter, openMeter } from "../../signaling/metrics/metrics.ts";
import { randomKey } from "../../signaling/random_key.ts";
import { type Issued, keepIssued } from "../../signaling/turn/issued_credentials.ts";
import { iceSource } from "../../signaling/turn/credentials.ts";
import { createApp } from "../app.ts";
import type { Site } from "../assets.ts";
import type { Identity } from "./self_signed.ts";
import { endOf } from "./certificate_watch.ts";
import { connectionLimits } from "../limits/connection_limits.ts";
import { keptAssets } from "../build/dist.ts";
import { guard } from "./uncaught.ts";
import { askIssuer } from "./turn_issuer.ts";
import { listen } from "./listen.ts";
import { problem } from "../security.ts";
import { busTroubleLog } from "./bus_trouble.ts";

/** Options that all isolates of a process share; can be sent to a worker. */
export interface Shared {
  readonly config: Config;
  readonly tls: Identity | null;
  readonly isolates: number;
  /** Signs what they say to each other. */
  readonly key: string;
  readonly metrics: SharedArrayBuffer;
  readonly connections: SharedArrayBuffer;
}

/** Options of one isolate. */
export interface Own {
  readonly index: number;
  readonly port: number;
  /** One to each other isolate of this process. */
  readonly ports: readonly MessagePort[];
  readonly site: () => Site;
  readonly memoryIsShort: () => boolean;
  readonly onListen: (address: Deno.NetAddr) => void;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** An isolate that serves. */
export interface Serving {
  readonly hub: Hub;
  /** Shows another certificate. Pages are back within a second or two; their calls go on. */
  renew(tls: Identity): void;
}

/**
 * Seconds after which pages come back, milliseconds for what is on its way to them, and
 * milliseconds for their close handshakes.
 */
const RENEWAL = { retryAfter: 1, grace: 250, linger: 250 } as const;

const EXPIRED = "the certificate has run out";

/** Serves in this isolate. Throws when the port is taken. */
export function serveIsolate(shared: Shared, own: Own): Serving {
  const { config, tls } = shared;
  const { listen: address } = config;
  const { log } = own;
  const meter = openMeter(shared.metrics, own.index);
  const bus = busOf(shared, own.ports, meter);
  const ways = bus && shareBus(bus, () => meter.add("busRefused", "notice"));
  const issued = issuedOf(config, meter, own);
  const hub = openHub({
    limits: config.limits,
    clock: systemClock,
    log,
    meter,
    ice: iceSource(config.turn, () => Date.now() / 1000, issued?.give),
    maxViewers: config.connections.viewers,
    cluster: clusterOf(ways?.rooms ?? null, config.connections.viewers, meter, own.signal),
    endpointBus: ways?.endpoints ?? null,
    signal: own.signal,
  });
  const logTrouble = busTroubleLog(log);
  const report = () => {
    meter.set("busUp", "", bus?.trouble() ? 0 : 1);
    logTrouble(bus?.trouble() ?? null);
    systemClock.later(1000, report, own.signal);
  };
  report();
  guard(log);
  let shown = tls;
  const expired = () => shown !== null && endOf(shown) < Date.now() ? EXPIRED : null;
  const listener = listen({
    host: address.host,
    port: own.port,
    shared: shared.isolates > 1,
    tls,
    handle: createApp({
      hub,
      meter,
      trouble: () => bus?.trouble() ?? issued?.trouble() ?? expired(),
      metricsToken: config.metricsToken,
      connections: connectionLimits(config.connections, systemClock.now, shared.connections),
      trusted: address.trustedProxies,
      policy: {
        origins: {
          pageOrigins: address.pageOrigins,
          allowNoOrigin: address.allowNoOrigin,
          secure: tls !== null,
        },
        signalUrl: address.signalUrl,
        frameAncestors: address.frameAncestors,
        hsts: address.hstsSeconds,
      },
      publicHosts: address.publicHosts,
      memoryIsShort: own.memoryIsShort,
      sites: { current: own.site, kept: keptAssets(() => performance.now()) },
      log,
    }),
    failed: () => problem(500, "internal"),
    onListen: own.onListen,
    log,
    signal: own.signal,
    later: systemClock.later,
  });
  return {
    hub,
    renew(fresh) {
      const show = () => {
        shown = fresh;
        listener.renew(fresh);
      };
      const { retryAfter, grace, linger } = RENEWAL;
      hub.restart(retryAfter, grace, () => systemClock.later(linger, show, own.signal));
    },
  };
}

/** True where several isolates can listen on one port and reach each other. */
export function canShare({ dev, deploy }: Config): boolean {
  // SO_REUSEPORT shares connections out on Linux alone; ports need the flags of the task `start`.
  const able = Deno.build.os === "linux" && typeof BroadcastChannel === "function" &&
    "listenDatagram" in Deno;
  return able && !dev && !deploy;
}

/** The bus to the other isolates; null when there are none. */
function busOf(
  { config, key }: Shared,
  ports: readonly MessagePort[],
  meter: Meter,
): Bus | null {
  const [node, clock] = [randomKey(16), systemClock];
  const count: BusCounts = {
    mail: (fate, messages) => meter.add("bus", fate, messages),
    forged: () => meter.add("busRefused", "forged"),
  };
  const { bus } = config;
  if (bus) return natsBus({ node, connect: () => connectNats(bus), key, clock, count });
  if (ports.length === 0) return null;
  const channel = new BroadcastChannel(subjectsOf(key).prefix);
  return isolatesBus({ node, channel, ports, clock, count });
}

function clusterOf(
  bus: Bus | null,
  maxViewers: number,
  meter: Meter,
  signal: AbortSignal,
): Cluster | null {
  if (!bus) return null;
  return openCluster({
    bus,
    clock: systemClock,
    maxViewers,
    refused: (why) => meter.add("busRefused", why),
    signal,
  });
}

/** Credentials of an issuer; null where none is configured. */
function issuedOf(
  { turn }: Config,
  meter: Meter,
  { log, signal }: Pick<Own, "log" | "signal">,
): Issued | null {
  const { credentials } = turn;
  if (credentials.kind !== "issuer") return null;
  return keepIssued({
    ask: () => askIssuer({ ...credentials, clock: systemClock, signal }),
    clock: systemClock,
    count: (result) => meter.add("issuer", result),
    log,
    signal,
  });
}
