import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { foreign, type Message, parse } from "./stun.ts";

/** How a relay is spoken to. */
export type Transport = "udp" | "tcp" | "tls";

/** Where a relay is. */
export interface Place {
  /** The name that its certificate must have. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
  /** Authorities to trust besides those of the system, PEM. */
  readonly caCerts?: readonly string[];
}

/** One client port, as coturn sees it. */
export interface Relay extends Disposable {
  /** Sends a request and gives its answer; throws {@link Silence} or {@link Foreign}. */
  ask(bytes: Uint8Array): Promise<Message>;
}

/** No answer in time, or a connection that was closed without one. */
export class Silence extends Error {}
/** An answer, but not of STUN. */
export class Foreign extends Error {}

const TIMEOUT_MS = 3000;
/** UDP may be lost, and a server that is starting has no port yet (RFC 8489 §6.2.1 has 500 ms). */
const RETRY_MS = 100;

/** Opens a way to a relay; throws what the runtime says when there is none. */
export function openRelay(place: Place): Promise<Relay> {
  return place.transport === "udp" ? overUdp(place) : overStream(place);
}

async function overUdp({ address, port }: Place): Promise<Relay> {
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  let came: Uint8Array | null = null;
  let wake = () => {};
  socket.on("message", (bytes) => {
    came = bytes;
    wake();
  });
  socket.on("error", () => {});
  await new Promise<void>((resolve) => socket.bind(0, resolve));
  return {
    async ask(bytes) {
      const until = performance.now() + TIMEOUT_MS;
      while (performance.now() < until) {
        came = null;
        const heard = new Promise<void>((resolve) => wake = resolve);
        socket.send(bytes, port, address);
        const timer = setTimeout(() => wake(), RETRY_MS);
        await heard;
        clearTimeout(timer);
        if (came && foreign(came)) throw new Foreign();
        const message = came && parse(came);
        // What was asked twice may be answered twice.
        if (message && answers(message, bytes)) return message;
      }
      throw new Silence();
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

async function overStream(place: Place): Promise<Relay> {
  const conn = await opened(place);
  return {
    async ask(bytes) {
      const timer = setTimeout(() => conn.close(), TIMEOUT_MS);
      try {
        await conn.write(bytes);
        let all = new Uint8Array(0);
        for (;;) {
          if (foreign(all)) throw new Foreign();
          const message = parse(all);
          if (message) return message;
          const buffer = new Uint8Array(2048);
          const size = await conn.read(buffer);
          if (size === null) throw new Silence();
          all = Uint8Array.from([...all, ...buffer.subarray(0, size)]);
        }
      } catch (fault) {
        throw fault instanceof Foreign ? fault : new Silence();
      } finally {
        clearTimeout(timer);
      }
    },
    [Symbol.dispose]() {
      try {
        conn.close();
      } catch {
        // Closed already, for want of an answer.
      }
    },
  };
}

/** A connection; one that takes too long counts as refused. */
async function opened({ host, address, port, transport, caCerts }: Place): Promise<Deno.Conn> {
  const over = AbortSignal.timeout(TIMEOUT_MS);
  const conn = await Deno.connect({ hostname: address, port, signal: over });
  if (transport === "tcp") return conn;
  const hostname = host.replace(/^\[|\]$/g, "");
  const tls = await Deno.startTls(conn, { hostname, caCerts: [...caCerts ?? []] });
  const timer = setTimeout(() => tls.close(), TIMEOUT_MS);
  try {
    await tls.handshake();
    return tls;
  } finally {
    clearTimeout(timer);
  }
}

function answers({ id }: Message, request: Uint8Array): boolean {
  return id.every((byte, at) => byte === request[at + 8]);
}
