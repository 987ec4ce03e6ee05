/**
 * A WebSocket client on a bare TCP connection without Nagle's algorithm: Deno's own client leaves
 * it on, and frames in flight then wait 40 ms for a delayed acknowledgement.
 */
export interface TcpClient {
  /** Sends a frame made by {@link textFrame}. */
  send(frame: Uint8Array): Promise<void>;
  /** Reads until `count` more frames are complete. */
  receive(count: number): Promise<void>;
  /** Reads until a frame has this text in it; those before it are dropped. */
  until(text: string): Promise<void>;
}

/** A masked text frame with a zero mask (RFC 6455 §5.2), for payloads of 126 bytes to 64 KiB. */
export function textFrame(text: string): Uint8Array {
  const payload = new TextEncoder().encode(text);
  const frame = new Uint8Array(8 + payload.length);
  frame.set([0x81, 0xfe, payload.length >> 8, payload.length & 255]);
  frame.set(payload, 8);
  return frame;
}

/** An unsolicited pong, empty and masked with zeros (RFC 6455 §5.5.3). */
const PONG = Uint8Array.of(0x8a, 0x80, 0, 0, 0, 0);
/** Milliseconds between pongs: the server gives up who says nothing for 20 s, and who waits reads no pings. */
const PONG_MS = 5000;

/** Opens a socket into a room, and keeps it. */
export async function connectTcp(
  address: string,
  room: string,
  protocols: readonly string[],
  size = 1 << 17,
): Promise<TcpClient> {
  const { hostname, port } = new URL(address);
  const conn = await Deno.connect({ hostname, port: Number(port) });
  conn.setNoDelay(true);
  await conn.write(new TextEncoder().encode(
    [
      `GET /ws/${room} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
      `Sec-WebSocket-Protocol: ${protocols.join(", ")}`,
      "\r\n",
    ].join("\r\n"),
  ));
  const buffer = new Uint8Array(size);
  let filled = 0;
  const fill = async () => {
    const read = await conn.read(buffer.subarray(filled));
    if (read === null) throw new Error("the server hung up");
    filled += read;
  };
  const head = () => new TextDecoder().decode(buffer.subarray(0, filled)).indexOf("\r\n\r\n");
  while (head() < 0) await fill();
  const start = head() + 4;
  buffer.copyWithin(0, start, filled);
  filled -= start;

  // One after the other: a pong does not come into the middle of a frame.
  let written = Promise.resolve();
  const write = (bytes: Uint8Array) =>
    written = written.then(async () => {
      for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
    });
  // Whoever reads or sends next hears that the connection is lost.
  const pongs = setInterval(() => write(PONG).catch(() => clearInterval(pongs)), PONG_MS);
  Deno.unrefTimer(pongs);

  /** The next frame, header and all, as text. */
  async function next(): Promise<string> {
    let size = frameSize(buffer, filled);
    while (size > filled) {
      await fill();
      size = frameSize(buffer, filled);
    }
    const text = new TextDecoder().decode(buffer.subarray(0, size));
    buffer.copyWithin(0, size, filled);
    filled -= size;
    return text;
  }

  return {
    async until(text) {
      while (!(await next()).includes(text));
    },
    send: write,
    async receive(count) {
      for (let seen = 0; seen < count;) {
        const size = frameSize(buffer, filled);
        if (size > filled) {
          await fill();
          continue;
        }
        buffer.copyWithin(0, size, filled);
        filled -= size;
        seen++;
      }
    },
  };
}

/** Bytes of the first frame, as far as they are known. */
function frameSize(buffer: Uint8Array, filled: number): number {
  if (filled < 2) return 2;
  const short = (buffer[1] ?? 0) & 127;
  if (short < 126) return 2 + short;
  return filled < 4 ? 4 : 4 + ((buffer[2] ?? 0) << 8) + (buffer[3] ?? 0);
}
