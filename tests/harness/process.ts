/** A server as a process of its own. */
export interface Process extends AsyncDisposable {
  /** The first address that it printed, with a slash at the end. */
  readonly address: string;
  readonly pid: number;
  readonly status: Promise<Deno.CommandStatus>;
  /** Everything on stderr so far. */
  errors(): string;
  /** Waits until stderr matches. */
  logs(form: RegExp): Promise<void>;
  /** Waits until stdout matches. */
  says(form: RegExp): Promise<void>;
  kill(signal: Deno.Signal): void;
}

const ROOT = new URL("../../", import.meta.url);

/** The start task's flags, as deno.json spells them out. */
export async function startFlags(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const command: string = tasks.start.command;
  return command.split(" ").slice(2, -1);
}

/** Starts a program, `main.ts` with the start task's flags by default, and waits for its address. */
export async function start(options: {
  readonly env?: Record<string, string>;
  readonly args?: readonly string[];
  /** Instead of `deno run <flags> main.ts`. */
  readonly command?: readonly string[];
  /** Instead of the project's folder. */
  readonly cwd?: string;
  /** Another user and group than this one's; only root can do that. */
  readonly uid?: number;
} = {}): Promise<Process> {
  const own = [Deno.execPath(), "run", ...await startFlags(), "main.ts"];
  const [program = "", ...rest] = options.command ?? own;
  const child = new Deno.Command(program, {
    args: [...rest, ...options.args ?? []],
    cwd: options.cwd ?? ROOT,
    env: { PORT: "0", ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const out = follow(child.stdout);
  const err = follow(child.stderr);
  const made = {
    pid: child.pid,
    status: child.status,
    errors: err.text,
    logs: err.until,
    says: out.until,
    kill: (signal: Deno.Signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It is gone already.
      }
      await Promise.all([child.status, out.ended, err.ended]);
    },
  };
  try {
    await out.until(/https?:\/\/\S+\//);
  } catch {
    await made[Symbol.asyncDispose]();
    throw new Error(`it did not start: ${err.text()}`);
  }
  return { ...made, address: /https?:\/\/\S+\//.exec(out.text())?.[0] ?? "" };
}

/** Reads a stream as text, and lets a test wait for what it says. */
export function follow(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let text = "";
  let over = false;
  let wake = Promise.withResolvers<void>();
  const tell = () => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const ended = (async () => {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      tell();
    }
    over = true;
    tell();
  })();
  return {
    ended,
    text: () => text,
    async until(form: RegExp) {
      while (!form.test(text)) {
        if (over) throw new Error(`ended without ${form}: ${text}`);
        await wake.promise;
      }
    },
  };
}
