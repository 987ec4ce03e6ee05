import { type Config, readConfig } from "./config.ts";
import { announcement, links, localAddresses } from "./routes/addresses.ts";
import { createApp } from "./routes/app.ts";
import { type Identity, ownCertificate } from "./routes/certificate.ts";
import { crowd } from "./routes/crowd.ts";
import { guard } from "./routes/guard.ts";
import { listen } from "./routes/listen.ts";
import { problem } from "./routes/security.ts";
import { brokenSite, loadSite, watchSite } from "./routes/site.ts";
import { systemClock } from "./signaling/clock.ts";
import { soloCluster } from "./signaling/cluster.ts";
import { openHub } from "./signaling/hub.ts";
import { jsonLog } from "./signaling/log.ts";
import { watchMemory } from "./signaling/memory.ts";
import { iceServers } from "./signaling/turn.ts";

const log = jsonLog((line) => console.error(line), () => new Date());
const life = new AbortController();

function stop(code: number, ...lines: readonly unknown[]): never {
  for (const line of lines) console.error(line instanceof Error ? line.message : line);
  Deno.exit(code);
}

async function identity({ tls, lan }: Config): Promise<Identity | null> {
  if (tls) {
    const [cert, key] = await Promise.all(
      [tls.cert, tls.key].map((path) => Deno.readTextFile(path)),
    );
    return cert === undefined || key === undefined ? null : { cert, key };
  }
  return lan ? await ownCertificate(".tls", localAddresses(Deno), new Date()) : null;
}

const read = readConfig((name) => Deno.env.get(name), Deno.args);
if (!read.ok) stop(2, ...read.problems);
const { config } = read;
const tls = await identity(config).catch((fault) => stop(1, fault));
let site = await loadSite().catch((fault) => {
  if (!config.dev) stop(1, fault);
  console.error(fault instanceof Error ? fault.message : fault);
  return brokenSite();
});

if (config.dev) {
  const built = (fresh: typeof site) => {
    site = fresh;
    console.log("built");
  };
  const failed = (fault: unknown) => console.error(fault instanceof Error ? fault.message : fault);
  watchSite(built, failed, life.signal).catch(failed);
}

const hub = openHub({
  cluster: soloCluster(),
  limits: config.limits,
  clock: systemClock,
  log,
  iceServers: (member) => iceServers(config.turn, member, Date.now() / 1000),
});

function leave(code: number, grace: number): void {
  if (hub.draining) return;
  log({ level: "info", event: "draining", count: hub.sockets });
  hub.drain(1, grace);
  // Open sockets would keep the process alive for ever, and some never close.
  systemClock.later(grace + 750, () => Deno.exit(code), life.signal);
}

const memory = watchMemory({
  resident: () => Deno.memoryUsage().rss,
  soft: config.memoryMiB * 1024 * 1024,
  clock: systemClock,
  signal: life.signal,
  onFull() {
    log({ level: "error", event: "memory_full" });
    leave(1, 0);
  },
});

try {
  listen({
    host: config.host,
    port: config.port,
    tls,
    handle: createApp({
      hub,
      crowd: crowd(config.maxConns, config.maxPerAddress),
      origins: {
        pageOrigins: config.pageOrigins,
        allowNoOrigin: config.allowNoOrigin,
        secure: tls !== null,
      },
      publicHosts: config.publicHosts,
      hsts: config.tls !== null,
      crowded: () => memory.short,
      site: () => site,
      log,
    }),
    failed: () => problem(500, "internal"),
    onListen(address) {
      const where = config.lan ? localAddresses(Deno) : { ips: ["127.0.0.1", "::1"], names: [] };
      console.log(announcement(links(where, tls ? "https" : "http", address), config.lan));
    },
    log,
    signal: life.signal,
    later: systemClock.later,
  });
} catch (fault) {
  stop(1, `cannot listen on ${config.host} port ${config.port}`, fault);
}

guard(log);
for (const name of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(name, () => leave(0, 250));
}
