import { TextLineStream } from "./text_lines.ts";

/** The service, started as `deno task start` starts it. */
export interface Server {
  /** Where people open it. */
  readonly origin: string;
  readonly port: number;
  /** Everything it has printed. */
  readonly log: readonly string[];
  /** Ends it and waits until it is gone. */
  stop(signal?: Deno.Signal): Promise<Deno.CommandStatus>;
}

/** Starts the service on a free port, or on the given one; waits for the address it prints. */
export async function serve(
  env: Record<string, string> = {},
  options: readonly string[] = [],
): Promise<Server> {
  const [program = "", ...args] = [...await startCommand(), ...options];
  const child = new Deno.Command(program === "deno" ? Deno.execPath() : program, {
    args,
    env: { PORT: "0", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const log: string[] = [];
  const found = Promise.withResolvers<string>();
  const read = Promise.all([child.stdout, child.stderr].map(async (stream) => {
    for await (const line of stream.pipeThrough(new TextLineStream())) {
      log.push(line);
      const [address] = line.match(/https?:\/\/[^\s/]+/) ?? [];
      if (address) found.resolve(address);
    }
  }));
  const status = child.status;
  status.then(({ code }) => {
    found.reject(new Error(`the server ended with ${code} at once:\n${log.join("\n")}`));
  });
  const origin = await found.promise;
  return {
    origin,
    port: Number(new URL(origin).port),
    log,
    async stop(signal = "SIGTERM") {
      try {
        child.kill(signal);
      } catch {
        // It had already ended; its status tells.
      }
      await read;
      return await status;
    },
  };
}

/** The words of the task `start`, so that the tests run with the permissions that people get. */
async function startCommand(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile("deno.json"));
  const start: unknown = tasks?.start?.command ?? tasks?.start;
  if (typeof start !== "string") throw new Error("deno.json has no task start");
  return start.trim().split(/\s+/);
}
