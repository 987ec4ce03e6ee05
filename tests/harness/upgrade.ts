import { connect, type Raw } from "./raw.ts";
import { member } from "./service.ts";

/** A handshake as a page makes it, with headers changed, or left out by null. */
export async function handshake(
  port: number,
  room: string,
  changes: Readonly<Record<string, string | null>> = {},
): Promise<{ readonly id: string; readonly text: string }> {
  const { id, protocols } = await member();
  const headers = Object.entries({
    Host: `127.0.0.1:${port}`,
    Origin: `http://127.0.0.1:${port}`,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Protocol": protocols.join(", "),
    ...changes,
  }).filter(([, value]) => value !== null);
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return { id, text: `GET /ws/${room} HTTP/1.1\r\n${lines}\r\n` };
}

/** A member whose frames a test writes byte by byte. */
export interface Caller extends Raw {
  readonly id: string;
  /** The next text frame; null when the server has hung up. */
  hears(): Promise<string | null>;
}

/** Joins by a bare connection; throws when the server refuses. */
export async function call(
  port: number,
  room: string,
  changes: Readonly<Record<string, string | null>> = {},
): Promise<Caller> {
  const raw = await connect(port);
  const { id, text } = await handshake(port, room, changes);
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

/** The status of a join, which is over at once when it is 101. */
export async function knock(
  port: number,
  room: string,
  changes: Readonly<Record<string, string | null>> = {},
): Promise<number> {
  using raw = await connect(port);
  await raw.send((await handshake(port, room, changes)).text);
  return Number((await raw.until(/\r\n\r\n/)).slice(9, 12));
}
