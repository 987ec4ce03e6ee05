import {
  type ClientMessage,
  CLOSE,
  decodeServer,
  type ServerMessage,
  SUBPROTOCOL,
} from "../../protocol/mod.ts";
import { backoff } from "./backoff.ts";
import type { WireState } from "./state.ts";

/** The slice of a WebSocket that the wire uses. */
export type Socket = Pick<
  WebSocket,
  "readyState" | "send" | "close" | "addEventListener"
>;

/** What the wire needs from outside; tests pass their own. */
export interface WireOptions {
  readonly url: string;
  readonly id: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly connect: (url: string, protocols: string[]) => Socket;
  readonly later: (ms: number, run: () => void, signal: AbortSignal) => void;
  readonly random: () => number;
  readonly onState: (state: WireState) => void;
  readonly onMessage: (message: ServerMessage) => void;
}

/** The page's socket to the server: comes back by itself until its signal aborts. */
export interface Wire {
  /** False when the socket is not open: whoever sends must be ready to send again. */
  send(message: ClientMessage): boolean;
  /** Tries at once instead of waiting for the next turn. */
  hurry(): void;
}

const OPEN = 1;
const CONNECT_TIMEOUT = 5000;

/** Opens the wire. The states tell how it stands; a refusal that is final ends it. */
export function openWire(options: WireOptions): Wire {
  const { signal } = options;
  let attempt = 0;
  let socket: Socket | null = null;
  let waiting = new AbortController();
  let wait = 0;

  function connect(): void {
    if (signal.aborted) return;
    waiting.abort();
    const mine = options.connect(options.url, [SUBPROTOCOL, `${options.id}.${options.token}`]);
    const life = new AbortController();
    socket = mine;
    const over = (code: number) => {
      if (life.signal.aborted) return;
      life.abort();
      if (socket === mine) socket = null;
      if (!signal.aborted) lost(code);
    };
    const heard = { signal: life.signal };
    mine.addEventListener("message", (event) => hear(event.data), heard);
    mine.addEventListener("close", (event) => over(event.code), heard);
    signal.addEventListener("abort", () => mine.close(CLOSE.normal), heard);
    options.later(CONNECT_TIMEOUT, () => {
      // A server that accepts and then says nothing counts as absent.
      if (attempt === 0) return;
      mine.close(CLOSE.normal);
      over(CLOSE.away);
    }, life.signal);
    attempt++;
  }

  function hear(data: unknown): void {
    if (typeof data !== "string") return;
    const decoded = decodeServer(data);
    // What a newer server says beyond this version is not for this page.
    if (!decoded.ok) return;
    const { message } = decoded;
    if (message.type === "welcome") {
      attempt = 0;
      wait = 0;
      options.onState("open");
    }
    if (message.type === "draining") wait = message.retryAfter * 1000;
    if (message.type === "refused" && message.retryAfter) wait = message.retryAfter * 1000;
    options.onMessage(message);
  }

  function lost(code: number): void {
    if (code === CLOSE.roomFull) return options.onState("room_full");
    if (code === CLOSE.replaced) return options.onState("replaced");
    options.onState(
      code === CLOSE.overload || code === CLOSE.rateLimited ? "busy" : "reconnecting",
    );
    waiting = new AbortController();
    const pause = Math.max(wait, backoff(attempt, options.random));
    wait = 0;
    const turn = waiting.signal;
    if (pause === 0) connect();
    else options.later(pause, connect, turn);
  }

  signal.addEventListener("abort", () => waiting.abort(), { once: true });
  options.onState("connecting");
  connect();
  return {
    send(message) {
      if (socket?.readyState !== OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    hurry() {
      if (!socket) connect();
    },
  };
}
