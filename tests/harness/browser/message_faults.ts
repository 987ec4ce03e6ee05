import type { Socket } from "node:net";
import { frame } from "../tcp_client.ts";
import { messages } from "./websocket_messages.ts";
import type { Later, Way } from "./throttled_way.ts";

/** Sides of a socket. */
export type Side = "page" | "server";

/** A message that comes by. */
export interface Passing {
  readonly by: Side;
  /** The `type` of its JSON, empty without one. */
  readonly type: string;
  readonly text: string;
}

/**
 * A copy of a message: after so many ms, once something has happened, or with another text; null
 * in the end: it is lost all the same.
 */
export type Copy = number | Promise<void | string | null> | string;

/** Rule that gives the copies of each message; one without copies is lost. */
export type MessageRule = (message: Passing) => readonly Copy[];

/** One WebSocket through the proxy. */
export interface Line {
  /** Of `performance.now()`. */
  readonly opened: number;
  /** When this side hung up, by a close frame or without a word, or null. */
  ended(by: Side): number | null;
  /** Says something in this side's name. */
  say(by: Side, text: string): void;
  /** Breaks it by a TCP reset at both ends (RFC 9293 §3.5.2). */
  reset(): void;
  /** Holds back messages of these sides from now on; nobody learns of it. */
  freeze(sides: readonly Side[]): void;
  thaw(): void;
}

export interface LineOptions {
  readonly page: Socket;
  readonly server: Socket;
  /** Bytes that the page has sent already: the request of the upgrade. */
  readonly head: Uint8Array;
  readonly ways: Readonly<Record<Side, Way>>;
  readonly later: Later;
  /** Null where no WebSocket is spoken. */
  readonly rule: MessageRule | null;
}

/** A slow way lets this many bytes through at a time. */
const PIECE = 256;
const FRAME = 0x81;
const CLOSE = 0x88;
const BLANK = "\r\n\r\n";

/** Joins two sockets, the page's and the server's, and applies the rule to every message. */
export function openLine(options: LineOptions): Line {
  const { page, server, ways, later, rule } = options;
  const to: Readonly<Record<Side, Socket>> = { page: server, server: page };
  const from: Readonly<Record<Side, Socket>> = { page, server };
  const ends: Record<Side, number | null> = { page: null, server: null };
  const frozen = new Set<Side>();
  const held: (() => void)[] = [];

  function send(by: Side, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.slice(at, at + PIECE);
      pass(by, piece.length, () => to[by].write(piece));
    }
  }

  function pass(by: Side, size: number, run: () => void): void {
    if (frozen.has(by)) held.push(() => pass(by, size, run));
    else ways[by](size, () => void (to[by].destroyed || run()));
  }

  function judge(by: Side, text: string): void {
    for (const copy of rule?.({ by, type: typeOf(text), text }) ?? []) {
      const run = (said = text) => send(by, frame(FRAME, said, by === "page"));
      if (typeof copy === "string") run(copy);
      else if (typeof copy !== "number") {
        void copy.then((text) => text === null || run(text ?? undefined));
      } else if (copy > 0) later(copy, run);
      else run();
    }
  }

  function listen(by: Side): void {
    const cut = messages();
    // The server's answer to the upgrade comes before its first frame.
    let head: Uint8Array | null = rule && by === "server" ? new Uint8Array(0) : null;
    let upgraded = rule !== null;
    from[by].on("data", (chunk: Uint8Array) => {
      if (head) {
        head = Uint8Array.from([...head, ...chunk]);
        const text = new TextDecoder("latin1").decode(head);
        const size = text.indexOf(BLANK) + BLANK.length;
        if (size < BLANK.length) return;
        upgraded = text.startsWith("HTTP/1.1 101");
        send(by, head.slice(0, size));
        chunk = head.slice(size);
        head = null;
      }
      if (!upgraded) return send(by, chunk);
      for (const { bytes, text } of cut(chunk)) {
        if (text !== null) {
          judge(by, text);
          continue;
        }
        // Its TCP connection may stay for long: whoever closes waits for an answer that is lost.
        if (bytes[0] === CLOSE) ends[by] ??= performance.now();
        send(by, bytes);
      }
    });
    from[by].on("close", () => {
      ends[by] ??= performance.now();
      pass(by, 0, () => to[by].end());
    });
  }

  listen("page");
  listen("server");
  send("page", options.head);
  return {
    opened: performance.now(),
    ended: (by) => ends[by],
    say: (by, text) => send(by, frame(FRAME, text, by === "page")),
    reset() {
      page.resetAndDestroy();
      server.resetAndDestroy();
    },
    freeze(sides) {
      for (const side of sides) frozen.add(side);
    },
    thaw() {
      frozen.clear();
      for (const run of held.splice(0)) run();
    },
  };
}

function typeOf(text: string): string {
  try {
    const { type } = JSON.parse(text);
    return String(type ?? "");
  } catch {
    return "";
  }
}
