import { lacks, where } from "./daemon.ts";
import { type Process, start } from "./process.ts";

/** A real nats-server on a free port of this machine. */
export interface Nats {
  readonly url: string;
  /** The same by WebSocket. */
  readonly socketUrl: string;
  readonly port: number;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** True when it is missing, which is said. */
export function lacksNats(): boolean {
  return lacks("nats-server");
}

/** Key of the deployment that tests are. */
export const CLUSTER_KEY = "a key of this deployment, 32 characters";

/** Settings of a process of one isolate that is joined to others by this bus. */
export function onBus(url: string): Record<string, string> {
  return { WORKERS: "1", BUS_URL: url, CLUSTER_KEY };
}

/** Starts such a process for clients that name no origin, with more settings. */
export function startOnBus(url: string, env: Record<string, string> = {}): Promise<Process> {
  return start({ env: { ALLOW_NO_ORIGIN: "1", ...onBus(url), ...env } });
}

/** Starts one, with more settings, and waits until it is ready; port 0 lets it choose. */
export async function startNats(port = 0, settings = ""): Promise<Nats> {
  const config = await Deno.makeTempFile({ suffix: ".conf" });
  const socket = `websocket { host: "127.0.0.1", port: -1, no_tls: true }\n`;
  await Deno.writeTextFile(config, settings + socket);
  const child = new Deno.Command(where("nats-server") ?? "", {
    args: ["-c", config, "-a", "127.0.0.1", "-p", port ? String(port) : "-1"],
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = child.stderr.pipeThrough(new TextDecoderStream());
  const ready = Promise.withResolvers<number[]>();
  let said = "";
  const read = (async () => {
    for await (const text of lines) {
      said += text;
      const ports = [
        /websocket clients on ws:\/\/127\.0\.0\.1:(\d+)/,
        /connections on 127\.0\.0\.1:(\d+)/,
      ]
        .map((form) => Number(form.exec(said)?.[1]));
      if (/Server is ready/.test(said)) ready.resolve(ports);
    }
    ready.reject(new Error(`nats-server ended:\n${said}`));
  })();
  const end = async (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It had already ended.
    }
    await child.status;
    await read;
  };
  const [socketPort = NaN, open = NaN] = await ready.promise;
  await Deno.remove(config);
  return {
    url: `nats://127.0.0.1:${open}`,
    socketUrl: `ws://127.0.0.1:${socketPort}`,
    port: open,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}
