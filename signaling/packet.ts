import { createHmac, timingSafeEqual } from "node:crypto";
import type { Receipt } from "./inbox.ts";

/** What travels on a carrier. `from` and `to` are isolates, numbers count from 1. */
export type Packet =
  /** Messages, number `n` of the stream `epoch` between two isolates. */
  | { kind: "data"; from: string; to: string; epoch: number; n: number; lines: readonly string[] }
  /** Everything below `n` has come; `gap`: and something after it already. See {@link Receipt}. */
  | ({ kind: "ack"; from: string; to: string } & Receipt)
  /** A sign of life, `n` of this sender's; with a topic it says something. */
  | { kind: "beat"; from: string; n: number; topic: string; line: string };

/** Why a packet is refused: not from this deployment, or not a packet. */
export type Fault = "forged" | "malformed";

const NODE = /^[A-Za-z0-9_-]{22}$/;
const COUNT = /^[1-9]\d{0,14}$/;

/** Writes and reads packets of one deployment: each line is signed with its key. */
export interface Codec {
  write(packet: Packet): string;
  read(text: string): Packet | Fault;
}

/**
 * A codec whose packets carry an HMAC-SHA-256 (RFC 2104) of everything after it. What a line holds
 * has no line break in it: it is JSON.
 */
export function codec(key: string): Codec {
  // Synchronous, so that packets keep their order without a queue of promises.
  const sign = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    write(packet) {
      const text = `${head(packet)}\n${body(packet)}`;
      return `${sign(text)}\n${text}`;
    },
    read(text) {
      const end = text.indexOf("\n");
      if (end !== 43) return "malformed";
      const rest = text.slice(end + 1);
      const encoder = new TextEncoder();
      const [given, made] = [text.slice(0, end), sign(rest)].map((one) => encoder.encode(one));
      if (!given || !made || given.length !== made.length) return "malformed";
      if (!timingSafeEqual(given, made)) return "forged";
      return parse(rest) ?? "malformed";
    },
  };
}

function head(packet: Packet): string {
  switch (packet.kind) {
    case "data":
      return ["d", packet.from, packet.to, packet.epoch, packet.n].join(" ");
    case "ack":
      return [
        packet.gap ? "g" : "a",
        packet.from,
        packet.to,
        packet.epoch,
        packet.n,
        packet.born,
      ].join(" ");
    case "beat":
      return ["b", packet.from, packet.n, packet.topic].join(" ");
  }
}

function body(packet: Packet): string {
  switch (packet.kind) {
    case "data":
      return packet.lines.join("\n");
    case "ack":
      return "";
    case "beat":
      return packet.line;
  }
}

function parse(text: string): Packet | undefined {
  const end = text.indexOf("\n");
  if (end < 0 || end > 200) return undefined;
  const [kind, from = "", ...words] = text.slice(0, end).split(" ");
  const rest = text.slice(end + 1);
  if (!NODE.test(from)) return undefined;
  if (kind === "b") {
    const [n = "", topic = ""] = words;
    return COUNT.test(n) ? { kind: "beat", from, n: Number(n), topic, line: rest } : undefined;
  }
  const [to = "", epoch = "", n = "", born = ""] = words;
  if (!NODE.test(to) || !COUNT.test(epoch) || !COUNT.test(n)) return undefined;
  const stream = { from, to, epoch: Number(epoch), n: Number(n) };
  if (kind === "d") return { kind: "data", ...stream, lines: rest.split("\n") };
  if (kind !== "a" && kind !== "g" || !COUNT.test(born)) return undefined;
  return { kind: "ack", ...stream, gap: kind === "g", born: Number(born) };
}
