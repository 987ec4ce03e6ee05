import { systemClock } from "../../signaling/clock.ts";
import { jsonLog, processTime } from "../../signaling/log.ts";
import { watchMemory } from "../../signaling/memory_watch.ts";
import type { Site } from "../assets.ts";
import type { Identity } from "./self_signed.ts";
import { serveIsolate, type Serving, type Shared } from "./isolate.ts";

/** Order of the first isolate to another. */
export type Order =
  | {
    readonly do: "serve";
    readonly shared: Shared;
    readonly index: number;
    readonly port: number;
    readonly site: Site;
    /** One to each other isolate. */
    readonly ports: readonly MessagePort[];
  }
  | { readonly do: "renew"; readonly tls: Identity }
  | { readonly do: "drain"; readonly retryAfter: number; readonly grace: number };

const log = jsonLog((line) => console.error(line), processTime);
const { signal } = new AbortController();
let served: Serving | null = null;

// The types of a worker's global scope would change those of the page: this is their slice.
const scope = globalThis as unknown as Pick<Worker, "addEventListener" | "postMessage">;

scope.addEventListener("message", (event) => {
  const data: Order = event.data;
  switch (data.do) {
    case "serve": {
      const { shared, index, port, site, ports } = data;
      const memory = watchMemory({
        resident: () => Deno.memoryUsage().rss,
        soft: shared.config.memoryMiB * 1024 * 1024,
        clock: systemClock,
        signal,
        // The first isolate sees it too, and ends the process.
        onFull() {},
      });
      served = serveIsolate(shared, {
        index,
        port,
        ports,
        site: () => site,
        memoryIsShort: () => memory.short,
        onListen: () => scope.postMessage("listening"),
        log,
        signal,
      });
      return;
    }
    case "drain":
      served?.hub.drain(data.retryAfter, data.grace);
      return;
    case "renew":
      served?.renew(data.tls);
  }
});
