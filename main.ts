import { type Config, readConfig } from "./config.ts";
import { announcement, links, localAddresses, servedAt } from "./routes/process/addresses.ts";
import { type Identity, lanCertificate, readIdentity } from "./routes/process/self_signed.ts";
import { watchCertificate } from "./routes/process/certificate_watch.ts";
import { connectionMemory } from "./routes/limits/connection_limits.ts";
import { canShare, serveIsolate, type Serving, type Shared } from "./routes/process/isolate.ts";
import { assertFree, listenFault } from "./routes/process/listen.ts";
import { outOfReach } from "./routes/process/permissions.ts";
import { brokenSite, loadSite, watchSite } from "./routes/build/site.ts";
import { portMesh, startWorkers, type Workers } from "./routes/process/workers.ts";
import { systemClock } from "./signaling/clock.ts";
import { jsonLog, kindOf, processTime } from "./signaling/log.ts";
import { tooLittleMemory, watchMemory } from "./signaling/memory_watch.ts";
import { metricsMemory } from "./signaling/metrics/metrics.ts";
import { randomKey } from "./signaling/random_key.ts";

const log = jsonLog((line) => console.error(line), processTime);
const life = new AbortController();

function stop(code: number, ...lines: readonly unknown[]): never {
  for (const line of lines) console.error(line instanceof Error ? line.message : line);
  Deno.exit(code);
}

/** The certificate as it should be now; null without TLS. */
async function identity({ lan, listen: { tls, host } }: Config): Promise<Identity | null> {
  if (tls) return await readIdentity(tls);
  if (!lan) return null;
  return await lanCertificate(".tls", servedAt(localAddresses(Deno), host), new Date());
}

const read = readConfig((name) => Deno.env.get(name), Deno.args);
if (!read.ok) stop(2, ...read.problems);
const { config } = read;
const beyond = await outOfReach(config, Deno.permissions);
if (beyond !== null) stop(2, beyond);
const tls = await identity(config).catch((fault) => stop(1, fault));
const unreadable = (fault: unknown) =>
  log({ level: "warn", event: "dist_unreadable", detail: kindOf(fault) });
let site = await loadSite(config.listen.signalUrl, unreadable).catch((fault) => {
  if (!config.dev) stop(1, fault);
  console.error(fault instanceof Error ? fault.message : fault);
  return brokenSite();
});

if (config.dev) {
  // A browser that keeps a version would ask after every change.
  const built = (fresh: typeof site) => {
    site = { ...fresh, kept: null };
    console.log("built");
  };
  site = { ...site, kept: null };
  const failed = (fault: unknown) => console.error(fault instanceof Error ? fault.message : fault);
  watchSite(config.listen.signalUrl, built, failed, life.signal).catch(failed);
}

const isolates = canShare(config) ? config.isolates : 1;
if (isolates < config.isolates) log({ level: "warn", event: "isolates_unavailable" });
const shared: Shared = {
  config,
  tls,
  isolates,
  key: config.clusterKey ?? randomKey(32),
  metrics: metricsMemory(isolates),
  connections: connectionMemory(),
};
let first: Serving | null = null;
let workers: Workers | null = null;
if (config.deploy && !config.bus) log({ level: "warn", event: "deploy_without_bus" });

/** Says goodbye, closes everything after `grace` ms, and ends the process `linger` ms later. */
function leave(code: number, grace: number, linger = 750): void {
  if (first?.hub.draining) return;
  log({ level: "info", event: "draining" });
  first?.hub.drain(1, grace);
  workers?.drain(1, grace);
  // Open sockets would keep the process alive for ever, and some never close.
  systemClock.later(grace + linger, () => Deno.exit(code), life.signal);
}

const tooLittle = tooLittleMemory(Deno.memoryUsage().rss, config.memoryMiB);
if (tooLittle !== null) stop(1, tooLittle);
const memory = watchMemory({
  resident: () => Deno.memoryUsage().rss,
  soft: config.memoryMiB * 1024 * 1024,
  clock: systemClock,
  signal: life.signal,
  onFull() {
    log({ level: "error", event: "memory_exhausted" });
    // Whatever fills it goes on meanwhile.
    leave(1, 0, 100);
  },
});

const [ports = [], ...portsOfOthers] = portMesh(isolates);
const listening = Promise.withResolvers<Deno.NetAddr>();
try {
  if (isolates > 1) assertFree(config.listen);
  first = serveIsolate(shared, {
    index: 0,
    port: config.listen.port,
    ports,
    site: () => site,
    memoryIsShort: () => memory.short,
    onListen: listening.resolve,
    log,
    signal: life.signal,
  });
} catch (fault) {
  stop(1, listenFault(config.listen, fault));
}
for (const name of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(name, () => leave(0, 250));
}

const address = await listening.promise;
workers = await startWorkers({
  shared,
  port: address.port,
  site,
  ports: portsOfOthers,
  died() {
    log({ level: "error", event: "isolate_failed" });
    leave(1, 0);
  },
});
const look = tls && watchCertificate({
  read: async () => await identity(config) ?? tls,
  shown: tls,
  show(fresh) {
    first?.renew(fresh);
    workers?.renew(fresh);
  },
  now: Date.now,
  log,
});

let announced = "";
/** Says where people come in, at the start and whenever the best address has changed. */
function announce(): void {
  const where = config.lan ? localAddresses(Deno) : { ips: ["127.0.0.1", "::1"], names: [] };
  const all = links(where, tls ? "https" : "http", address);
  const [best = ""] = all;
  if (best !== announced) console.log(announcement(all, config.lan));
  announced = best;
}

const LOOK_MS = 60_000;
async function lookAround(): Promise<void> {
  await look?.();
  announce();
}
async function follow(): Promise<void> {
  await lookAround();
  systemClock.later(LOOK_MS, () => void follow(), life.signal);
}
await follow();
// In a terminal it means that the window was closed.
if (config.listen.tls && Deno.build.os !== "windows" && !Deno.stdin.isTerminal()) {
  Deno.addSignalListener("SIGHUP", () => void lookAround());
}
