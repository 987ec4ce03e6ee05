import { type Changes, handshake } from "./handshake.ts";
import { connect, type TcpClient } from "./tcp_client.ts";

/** A member whose frames a test writes byte by byte. */
export interface Caller extends TcpClient {
  readonly id: string;
  /** The next text frame; null when the server has hung up. */
  hears(): Promise<string | null>;
}

/** Joins by a bare connection; throws when the server refuses. */
export async function call(
  port: number,
  room: string,
  changes: Changes = {},
): Promise<Caller> {
  const raw = await connect(port);
  const { id, text } = await handshake(room, `127.0.0.1:${port}`, changes);
  await raw.send(text);
  const head = await raw.until(/\r\n\r\n/);
  if (!head.startsWith("HTTP/1.1 101 ")) {
    raw[Symbol.dispose]();
    throw new Error(head.slice(0, 12));
  }
  const hears = async () => {
    const payload = await raw.frame(1);
    return payload === null ? null : new TextDecoder().decode(payload);
  };
  // The welcome: the server has seated it.
  await hears();
  return { ...raw, id, hears };
}
