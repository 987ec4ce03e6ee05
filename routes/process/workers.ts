import type { Site } from "../assets.ts";
import type { Identity } from "./self_signed.ts";
import type { Shared } from "./isolate.ts";
import type { Order } from "./worker.ts";

/** The isolates beside the first. */
export interface Workers {
  drain(retryAfter: number, grace: number): void;
  renew(tls: Identity): void;
}

export interface WorkersOptions {
  readonly shared: Shared;
  readonly port: number;
  readonly site: Site;
  /** Of each of them, to every other isolate. */
  readonly ports: readonly MessagePort[][];
  /** One of them has ended, with all its sockets. */
  readonly died: () => void;
}

/** Starts them; resolves when all of them listen. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { shared, port, site, died } = options;
  const workers = options.ports.map((ports, at) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    const listening = new Promise<void>((resolve) => {
      worker.addEventListener("message", () => resolve(), { once: true });
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      died();
    });
    const order: Order = { do: "serve", shared, index: at + 1, port, site, ports };
    worker.postMessage(order, ports);
    return { worker, listening };
  });
  await Promise.all(workers.map(({ listening }) => listening));
  const tell = (order: Order) => {
    for (const { worker } of workers) worker.postMessage(order);
  };
  return {
    drain: (retryAfter, grace) => tell({ do: "drain", retryAfter, grace }),
    renew: (tls) => tell({ do: "renew", tls }),
  };
}

/** Ports of each isolate to every other. */
export function portMesh(isolates: number): MessagePort[][] {
  const ports: MessagePort[][] = Array.from({ length: isolates }, () => []);
  for (const [at, own] of ports.entries()) {
    for (const other of ports.slice(at + 1)) {
      const { port1, port2 } = new MessageChannel();
      own.push(port1);
      other.push(port2);
    }
  }
  return ports;
}
