// A server whose seams throw on demand: the room id says what is to go wrong.
import { metricsMemory, openMeter } from "../../signaling/metrics/metrics.ts";
import { createApp } from "../../routes/app.ts";
import { connectionLimits } from "../../routes/limits/connection_limits.ts";
import { CONNECTION_LIMITS } from "./service.ts";
import { listen } from "../../routes/process/listen.ts";
import { problem } from "../../routes/security.ts";
import { guard } from "../../routes/process/uncaught.ts";
import { systemClock } from "../../signaling/clock.ts";
import { openHub } from "../../signaling/hub/hub.ts";
import { noIce } from "../../signaling/turn/credentials.ts";
import { LIMITS } from "../../signaling/rate_limit.ts";
import { jsonLog, processTime } from "../../signaling/log.ts";

const log = jsonLog((line) => console.error(line), processTime);
const meter = openMeter(metricsMemory(1), 0);
const hub = openHub({
  limits: LIMITS,
  clock: systemClock,
  log,
  meter,
  cluster: null,
  ice: noIce,
  signal: new AbortController().signal,
});
guard(log);

listen({
  host: "127.0.0.1",
  port: 0,
  tls: null,
  handle: createApp({
    hub: {
      ...hub,
      enter(room, member, socket, onEnd) {
        hub.enter(room, member, socket, onEnd);
        if (room.startsWith("enter-throws")) throw new TypeError("trap");
        socket.addEventListener("message", () => {
          if (room.startsWith("listener-throws")) throw new TypeError("trap");
          if (room.startsWith("promise-rejects")) Promise.reject(new TypeError("trap"));
          if (room.startsWith("json-throws")) JSON.parse("{");
        });
      },
    },
    meter,
    trouble: () => null,
    metricsToken: null,
    connections: connectionLimits(CONNECTION_LIMITS, Date.now),
    trusted: [],
    policy: {
      origins: { pageOrigins: [], allowNoOrigin: true, secure: false },
      signalUrl: "",
      frameAncestors: [],
      hsts: null,
    },
    publicHosts: [],
    memoryIsShort: () => false,
    sites: {
      current() {
        throw new Error("no page");
      },
      kept: () => Promise.resolve(null),
    },
    log,
  }),
  failed: () => problem(500, "internal"),
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
  log,
  signal: new AbortController().signal,
  later: systemClock.later,
});
