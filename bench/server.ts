/** A server process under measurement. */
export interface Server {
  /** `http://127.0.0.1:<port>/` */
  readonly address: string;
  /** Seconds of processor time so far, of all threads (sched-stats of the Linux kernel). */
  cpu(): number;
  /** Resident memory in bytes. */
  resident(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

const ROOT = new URL("../", import.meta.url);
const PAGE = 4096;

/** Starts a Deno program and waits for the address that it prints. */
export async function startServer(
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--unstable-net", program],
    cwd: ROOT,
    env: { ...env, PORT: "0", ALLOW_NO_ORIGIN: "1" },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  let address: string | undefined;
  while (!(address = /https?:\/\/\S+/.exec(said)?.[0])) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`${program} ended before it said where it listens`);
    said += value;
  }
  reader.releaseLock();
  const stat = () => Deno.readTextFileSync(`/proc/${child.pid}/stat`).split(") ")[1]?.split(" ");
  return {
    address,
    cpu: () => threads(child.pid),
    resident: () => Number(stat()?.[21]) * PAGE,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

/** Seconds of processor time of a process so far, of all its threads. */
export function threads(pid: number): number {
  // Nanoseconds; proc(5) stat counts in hundredths of a second, too coarse for short rounds.
  let sum = 0;
  for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
    try {
      const text = Deno.readTextFileSync(`/proc/${pid}/task/${name}/schedstat`);
      sum += Number(text.split(" ")[0]) / 1e9;
    } catch {
      // The thread ended in between.
    }
  }
  return sum;
}

/** Builds the page ahead, so that the server under measurement does not hold the compiler. */
export async function buildAhead(): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "routes/build/build.ts"],
    cwd: ROOT,
    stdout: "null",
  }).output();
  if (!success) throw new Error("the page does not build");
}

/** A member that both servers accept: an id and the subprotocols that prove it. */
export async function member(): Promise<{ readonly id: string; readonly protocols: string[] }> {
  const encode = (bytes: Uint8Array) =>
    bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const token = encode(crypto.getRandomValues(new Uint8Array(32)));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  const id = encode(new Uint8Array(hash, 0, 16));
  return { id, protocols: ["rtc.v1", `${id}.${token}`] };
}

/** Opens a socket into a room and waits for the welcome. */
export async function join(
  server: Server,
  room: string,
  protocols: string[],
): Promise<WebSocket> {
  const socket = new WebSocket(`${server.address.replace("http", "ws")}ws/${room}`, protocols);
  await new Promise((resolve, reject) => {
    socket.addEventListener("message", resolve, { once: true });
    socket.addEventListener("close", reject, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  return socket;
}
