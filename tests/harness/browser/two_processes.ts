import { cuttable } from "../cuttable_socket.ts";
import { onBus, startNats } from "../nats.ts";
import { serve, type Server } from "./server.ts";

/** Two server processes on one bus, behind one address. */
export interface Fleet extends Server {
  /** Starts a new process for each old one, and ends the old one by SIGTERM. */
  roll(): Promise<void>;
}

/** Starts a bus, two processes, and what stands in front of them. */
export async function fleet(): Promise<Fleet> {
  const nats = await startNats();
  const start = () => serve(onBus(nats.url));
  const live = [await start(), await start()];
  const log: string[] = [];
  let turn = 0;
  // Each connection to the next process, so that two people sit at two of them.
  const front = cuttable(() => live[turn++ % live.length]?.port ?? 0);

  async function end(server: Server, signal: Deno.Signal): Promise<Deno.CommandStatus> {
    const status = await server.stop(signal);
    log.push(...server.log);
    return status;
  }

  return {
    origin: `http://127.0.0.1:${front.port}`,
    port: front.port,
    log,
    async roll() {
      for (const at of live.keys()) {
        const old = live[at];
        live[at] = await start();
        if (old) await end(old, "SIGTERM");
      }
    },
    async stop(signal = "SIGTERM") {
      const [status] = await Promise.all(live.map((server) => end(server, signal)));
      await front[Symbol.asyncDispose]();
      await nats.stop();
      return status ?? { success: true, code: 0, signal: null };
    },
  };
}
