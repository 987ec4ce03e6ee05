import { connect, createServer, type Socket } from "node:net";
import {
  type Line,
  type MessageRule,
  openLine,
  type Passing,
  type Side,
} from "./message_faults.ts";
import { openWay, type Slowness } from "./throttled_way.ts";

/** A message that has come by, and what became of it. */
export interface Passed extends Passing {
  readonly copies: number;
  /** Of `performance.now()`. */
  readonly when: number;
}

/** Stands between pages and the server, and does to their sockets what bad networks do. */
export interface SocketProxy extends AsyncDisposable {
  readonly origin: string;
  readonly passed: readonly Passed[];
  /** Every socket so far, in order. */
  readonly lines: readonly Line[];
  /** Upgrades that {@link refuse} answered. */
  refused(): number;
  /** Applies this rule to each message from now on. */
  rule(rule: MessageRule): void;
  /** Breaks every open socket by a TCP reset; gives their number. */
  reset(): number;
  /** Swallows messages of these sides on the sockets that are open now; gives their number. */
  freeze(...sides: Side[]): number;
  thaw(): void;
  /** Answers every upgrade with this HTTP response; null lets them through again. */
  refuse(response: string | null): void;
  /** All bytes share a slow way from now on; null: a fast one. */
  slow(slowness: Slowness | null): void;
}

/** A proxy on a free port of 127.0.0.1 to the one that `port` names. HTTP passes untouched. */
export async function proxySockets(port: number): Promise<SocketProxy> {
  const passed: Passed[] = [];
  const lines: Line[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let decide: MessageRule = () => [0];
  let answer: string | null = null;
  let refused = 0;
  let slowness: Slowness | null = null;
  const ways = { page: openWay(() => slowness, later), server: openWay(() => slowness, later) };

  function later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  }

  function rule(message: Passing) {
    const copies = decide(message);
    passed.push({ ...message, copies: copies.length, when: performance.now() });
    return copies;
  }

  function own(socket: Socket): Socket {
    sockets.add(socket);
    socket.setNoDelay(true);
    // An error is followed by the close, and that is all that matters here.
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    return socket;
  }

  const listener = createServer((page) => {
    own(page).once("data", (head: Uint8Array) => {
      const upgrade = new TextDecoder().decode(head.subarray(0, 8)) === "GET /ws/";
      if (upgrade && answer !== null) {
        refused++;
        page.end(answer);
        return;
      }
      const server = own(connect({ host: "127.0.0.1", port }));
      const line = openLine({ page, server, head, ways, later, rule: upgrade ? rule : null });
      if (upgrade) lines.push(line);
    });
  });
  const listening = Promise.withResolvers<number>();
  listener.listen(0, "127.0.0.1", () => {
    const address = listener.address();
    if (address && typeof address === "object") listening.resolve(address.port);
  });
  const open = () =>
    lines.filter(({ ended }) => ended("page") === null && ended("server") === null);

  return {
    origin: `http://127.0.0.1:${await listening.promise}`,
    passed,
    lines,
    refused: () => refused,
    rule(next) {
      decide = next;
    },
    reset: () => open().map((line) => line.reset()).length,
    freeze: (...sides) => open().map((line) => line.freeze(sides)).length,
    thaw() {
      for (const line of lines) line.thaw();
    },
    refuse(response) {
      answer = response;
    },
    slow(next) {
      slowness = next;
    },
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearTimeout(timer);
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
