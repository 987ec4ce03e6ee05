// A server whose seams throw on demand: the room id says what is to go wrong.
import { listen } from "../../routes/process/listen.ts";
import { guard } from "../../routes/process/uncaught.ts";
import { problem } from "../../routes/security.ts";
import { systemClock } from "../../signaling/clock.ts";
import { jsonLog, processTime } from "../../signaling/log.ts";
import { POLICY, service } from "./service.ts";

const log = jsonLog((line) => console.error(line), processTime);
const { hub } = service({ log }, systemClock);
const { handle } = service({
  hub: {
    ...hub,
    enter(room, member, socket, stay) {
      hub.enter(room, member, socket, stay);
      if (room.startsWith("enter-throws")) throw new TypeError("trap");
      socket.addEventListener("message", () => {
        if (room.startsWith("listener-throws")) throw new TypeError("trap");
        if (room.startsWith("promise-rejects")) Promise.reject(new TypeError("trap"));
        if (room.startsWith("json-throws")) JSON.parse("{");
      });
    },
  },
  policy: { ...POLICY, origins: { ...POLICY.origins, allowNoOrigin: true } },
  sites: {
    current() {
      throw new Error("no page");
    },
    kept: () => Promise.resolve(null),
  },
  log,
});
guard(log);

listen({
  host: "127.0.0.1",
  port: 0,
  tls: null,
  handle,
  failed: () => problem(500, "internal"),
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
  log,
  signal: new AbortController().signal,
  later: systemClock.later,
});
