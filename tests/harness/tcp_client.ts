/** A TCP connection on which a test says what no browser would. */
export interface TcpClient extends Disposable {
  send(data: string | Uint8Array): Promise<void>;
  /** Reads until the text matches or the server hangs up; gives all that came. */
  until(form: RegExp): Promise<string>;
  /**
   * Reads frames until one of this opcode; gives its payload, or null at the end. Pings on the way
   * are answered as a browser does, unless it is pings that are asked for.
   */
  frame(opcode: number): Promise<Uint8Array | null>;
}

const PING = 9;
const PONG = 0x8a;

/** Connects, with Nagle's algorithm off. */
export async function connect(port: number): Promise<TcpClient> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  conn.setNoDelay(true);
  let came = new Uint8Array(0);
  const more = async () => {
    const buffer = new Uint8Array(65_536);
    const read = await conn.read(buffer).catch(() => null);
    if (read === null) return false;
    const all = new Uint8Array(came.length + read);
    all.set(came);
    all.set(buffer.subarray(0, read), came.length);
    came = all;
    return true;
  };
  const text = () => new TextDecoder("latin1").decode(came);
  const send = async (data: string | Uint8Array) => {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
  };
  return {
    send,
    async until(form) {
      while (!form.test(text()) && await more());
      const head = text();
      const end = head.indexOf("\r\n\r\n");
      if (end >= 0 && head.startsWith("HTTP/1.1 101")) came = came.slice(end + 4);
      return head;
    },
    async frame(opcode) {
      for (;;) {
        const [first, second = 0, high = 0, low = 0] = came;
        const at = second < 126 ? 2 : 4;
        const size = second < 126 ? second : (high << 8) + low;
        if (first === undefined || came.length < at + size) {
          if (!await more()) return null;
          continue;
        }
        const payload = came.slice(at, at + size);
        came = came.slice(at + size);
        if ((first & 15) === opcode) return payload;
        if ((first & 15) === PING) await send(frame(PONG, payload)).catch(() => {});
      }
    },
    [Symbol.dispose]: () => conn.close(),
  };
}

/** A client's frame (RFC 6455 §5.2) with a zero mask, or none when `mask` is false. */
export function frame(first: number, payload: string | Uint8Array, mask = true): Uint8Array {
  const body = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  const bit = mask ? 0x80 : 0;
  const size = body.length;
  const length = size < 126
    ? [bit | size]
    : size < 65_536
    ? [bit | 126, size >> 8, size & 255]
    : [bit | 127, 0, 0, 0, 0, size >>> 24, size >> 16 & 255, size >> 8 & 255, size & 255];
  return Uint8Array.from([first, ...length, ...(mask ? [0, 0, 0, 0] : []), ...body]);
}

/** The two bytes at the start of a close frame's payload, or null. */
export function closeCode(payload: Uint8Array | null): number | null {
  const [high, low] = payload ?? [];
  return high === undefined || low === undefined ? null : high * 256 + low;
}
