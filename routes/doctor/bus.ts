import type { Config } from "../../config.ts";
import { type Finding, found, reason } from "./verdicts.ts";

/** What a NATS server says and hears, whatever carries it. */
interface Line {
  /** What has come since; empty when it is over. */
  read(): Promise<string>;
  write(text: string): Promise<void>;
  close(): void;
}

const PATIENCE = 5000;

/**
 * Whether the bus lets this service in. It speaks the protocol itself
 * (docs.nats.io/reference/reference-protocols/nats-protocol): the client would go on trying.
 */
export async function checkBus(bus: Config["bus"]): Promise<Finding[]> {
  if (!bus) return [];
  try {
    const answer = await greet(new URL(bus.url), bus.ca);
    if (/\bPONG\r\n/.test(answer)) return [found("bus_ok")];
    if (/-ERR 'Auth/i.test(answer)) return [found("bus_refused")];
    const [, why = "no answer of NATS"] = /-ERR '([^']{1,100})'/.exec(answer) ?? [];
    return [found("bus_silent", { why })];
  } catch (fault) {
    return [found("bus_silent", { why: reason(fault) })];
  }
}

/** Says who we are and gives what the server says to it. */
async function greet(url: URL, ca: string | null): Promise<string> {
  const line = url.protocol.startsWith("ws") ? await bySocket(url) : await byTcp(url, ca);
  const timer = setTimeout(() => line.close(), PATIENCE);
  try {
    const [user, pass] = [url.username, url.password].map(decodeURIComponent);
    const login = pass ? { user, pass } : user ? { auth_token: user } : {};
    const hello = { verbose: false, pedantic: false, lang: "deno", version: "1", ...login };
    await line.write(`CONNECT ${JSON.stringify(hello)}\r\nPING\r\n`);
    return await until(line, /PONG\r\n|-ERR '[^']*'/);
  } finally {
    clearTimeout(timer);
    line.close();
  }
}

async function byTcp({ protocol, hostname, port }: URL, ca: string | null): Promise<Line> {
  const address = { hostname: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 4222) };
  const signal = AbortSignal.timeout(PATIENCE);
  const plain = await Deno.connect({ ...address, signal });
  const first = lineOf(plain);
  const timer = setTimeout(() => first.close(), PATIENCE);
  try {
    // The server speaks first, and TLS begins after that.
    const info = await until(first, /\r\n/);
    if (protocol !== "tls:" && !/"tls_required":true/.test(info)) return first;
    return lineOf(
      await Deno.startTls(plain, { hostname: address.hostname, caCerts: ca ? [ca] : [] }),
    );
  } finally {
    clearTimeout(timer);
  }
}

function lineOf(conn: Deno.TcpConn | Deno.TlsConn): Line {
  return {
    async read() {
      const buffer = new Uint8Array(4096);
      const size = await conn.read(buffer).catch(() => null);
      return new TextDecoder().decode(buffer.subarray(0, size ?? 0));
    },
    async write(text) {
      await conn.write(new TextEncoder().encode(text));
    },
    close() {
      try {
        conn.close();
      } catch {
        // Closed already.
      }
    },
  };
}

async function bySocket({ protocol, host }: URL): Promise<Line> {
  const socket = new WebSocket(`${protocol}//${host}`);
  socket.binaryType = "arraybuffer";
  const came: string[] = [];
  let wake = () => {};
  socket.onmessage = ({ data }) => {
    came.push(typeof data === "string" ? data : new TextDecoder().decode(data));
    wake();
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error("no WebSocket"));
  });
  socket.onerror = socket.onclose = () => wake();
  return {
    async read() {
      if (came.length === 0 && socket.readyState === WebSocket.OPEN) {
        await new Promise<void>((resolve) => wake = resolve);
      }
      return came.shift() ?? "";
    },
    write: (text) => Promise.resolve(socket.send(new TextEncoder().encode(text))),
    close: () => socket.close(),
  };
}

async function until(line: Line, form: RegExp): Promise<string> {
  let all = "";
  while (!form.test(all)) {
    const more = await line.read();
    if (more === "") break;
    all += more;
  }
  return all;
}
