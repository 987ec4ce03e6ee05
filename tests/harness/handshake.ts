import { ID } from "../../protocol/mod.ts";
import { connect } from "./tcp_client.ts";
import { member } from "./service.ts";

/** Headers of a handshake; null leaves one out. */
export type Changes = Readonly<Record<string, string | null>>;

/**
 * A right handshake (RFC 6455 §4.1) of a new member, with headers changed, and by another request
 * line if one is given.
 */
export async function handshake(
  room: string,
  host: string,
  changes: Changes = {},
  line = `GET /ws/${room} HTTP/1.1`,
): Promise<{ readonly id: string; readonly text: string }> {
  const { id, protocols } = await member();
  const headers: Changes = {
    Host: host,
    Origin: `http://${host}`,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Protocol": protocols.join(", "),
    ...changes,
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}\r\n`);
  return { id, text: `${line}\r\n${lines.join("")}\r\n` };
}

/** Asks for a socket; gives the status and, when that is an error, its code. */
export async function knock(
  port: number,
  room: string,
  changes: Changes = {},
): Promise<{ readonly status: number; readonly code: string }> {
  using raw = await connect(port);
  await raw.send((await handshake(room, `127.0.0.1:${port}`, changes)).text);
  const came = await raw.until(/^HTTP\/1\.1 101 [^]*\r\n\r\n|\r\n\r\n[^]*\}/);
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(came)?.[1]),
    code: /"error":"(\w+)"/.exec(came)?.[1] ?? "",
  };
}

/** A room id that nobody else has. */
export function freshRoom(): string {
  const room = crypto.getRandomValues(new Uint8Array(16))
    .toBase64({ alphabet: "base64url", omitPadding: true });
  if (!ID.test(room)) throw new Error(room);
  return room;
}
