import type { Way } from "../fakes/bus.ts";
import type { Order, Told } from "./isolate.ts";

/** An isolate of its own, with a thread of its own. */
export interface IsolateWorker {
  /** The port for mail, where isolates are joined by ports. */
  readonly port: MessagePort;
  order(order: Order): void;
  tell(): Promise<Told>;
  stop(): void;
}

/** Starts an isolate and opens its bus. */
export async function startIsolate(way: Way, key: string, node: string): Promise<IsolateWorker> {
  const worker = new Worker(new URL("./isolate.ts", import.meta.url), { type: "module" });
  const next = () =>
    new Promise<MessageEvent>((resolve) => {
      worker.addEventListener("message", resolve, { once: true });
    });
  await next();
  const order = (one: Order) => worker.postMessage(one);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ do: "open", way, key, node, port: port2 } satisfies Order, [port2]);
  return {
    port: port1,
    order,
    async tell() {
      const told = next();
      order({ do: "tell" });
      return (await told).data;
    },
    stop() {
      worker.terminate();
      port1.close();
    },
  };
}
