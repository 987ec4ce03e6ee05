/** A server process under measurement. */
export interface Server {
  /** `http://127.0.0.1:<port>/` */
  readonly address: string;
  /** Seconds of processor time so far, user and system (proc(5), field 14 and 15). */
  cpu(): number;
  /** Resident memory in bytes. */
  resident(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

const ROOT = new URL("../", import.meta.url);
/** USER_HZ: what proc(5) counts in; 100 on every Linux of today. */
const TICKS = 100;
const PAGE = 4096;

/** Starts a Deno program and waits for the address that it prints. */
export async function startServer(
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", program],
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
    cpu: () => (Number(stat()?.[11]) + Number(stat()?.[12])) / TICKS,
    resident: () => Number(stat()?.[21]) * PAGE,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
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

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
