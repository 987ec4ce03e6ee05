import { readConfig } from "./config.ts";
import { createApp } from "./routes/app.ts";
import { crowd } from "./routes/crowd.ts";
import { listen } from "./routes/listen.ts";
import { problem } from "./routes/security.ts";
import { loadSite, watchSite } from "./routes/site.ts";
import { systemClock } from "./signaling/clock.ts";
import { openHub } from "./signaling/hub.ts";
import { jsonLog, kindOf } from "./signaling/log.ts";
import { iceServers } from "./signaling/turn.ts";

const read = readConfig((name) => Deno.env.get(name), Deno.args);
if (!read.ok) {
  for (const line of read.problems) console.error(line);
  Deno.exit(2);
}
const { config } = read;
const log = jsonLog((line) => console.error(line), () => new Date());
const life = new AbortController();

const hub = openHub({
  limits: config.limits,
  clock: systemClock,
  log,
  iceServers: (member) => iceServers(config.turn, member, Date.now() / 1000),
});

let site = await loadSite();
if (config.dev) {
  watchSite(
    (built) => {
      site = built;
      console.log("built");
    },
    (fault) => console.error(fault instanceof Error ? fault.message : fault),
    life.signal,
  );
}

const tls = config.tls &&
  { cert: Deno.readTextFileSync(config.tls.cert), key: Deno.readTextFileSync(config.tls.key) };

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
    crowded: () => false,
    site: () => site,
    log,
  }),
  failed: () => problem(500, "internal"),
  onListen({ hostname, port }) {
    const name = hostname.includes(":") ? `[${hostname}]` : hostname;
    console.log(`Visavis  ${tls ? "https" : "http"}://${name}:${port}/`);
  },
  log,
  signal: life.signal,
  later: systemClock.later,
});

// The last guard: what no handler caught is a bug, and must not end everybody's call set-up.
for (const type of ["error", "unhandledrejection"] as const) {
  addEventListener(type, (event) => {
    event.preventDefault();
    const fault: unknown = event instanceof ErrorEvent ? event.error : event.reason;
    log({ level: "error", event: "unguarded", detail: kindOf(fault) });
  });
}

function leave(): void {
  if (hub.draining) return;
  log({ level: "info", event: "draining", count: hub.sockets });
  hub.drain(1, 250);
  // Open sockets would keep the process alive for ever.
  setTimeout(() => Deno.exit(0), 1000);
}
for (const name of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(name, leave);
