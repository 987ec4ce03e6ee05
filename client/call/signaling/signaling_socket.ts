import {
  type ClientMessage,
  CLOSE,
  decodeServer,
  type ServerMessage,
  SUBPROTOCOL,
} from "../../../protocol/mod.ts";
import { backoff } from "../../platform/backoff.ts";
import { askRetryAfter, type Fetch } from "./retry_after.ts";
import type { Ticker } from "../../platform/ticker.ts";
import type { SignalingState } from "../../state/call_state.ts";

/** The slice of a WebSocket that the wire uses. */
export type Socket = Pick<
  WebSocket,
  "readyState" | "send" | "close" | "addEventListener"
>;

/** What the wire needs from outside; tests pass their own. */
export interface SignalingSocketOptions {
  readonly url: string;
  readonly id: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly connect: (url: string, protocols: string[]) => Socket;
  readonly fetch: Fetch;
  readonly later: (ms: number, run: () => void, signal: AbortSignal) => void;
  readonly pulse: Ticker;
  readonly random: () => number;
  readonly onState: (state: SignalingState) => void;
  readonly onMessage: (message: ServerMessage) => void;
}

/** The page's socket to the server: comes back by itself until its signal aborts. */
export interface SignalingSocket {
  /** False when the socket is not open: whoever sends must be ready to send again. */
  send(message: ClientMessage): boolean;
  /** Tries at once instead of waiting for the next turn; a socket that is open has to prove it. */
  probeNow(): void;
}

const OPEN = 1;
const CONNECT_TIMEOUT = 5000;
/** An answer to a beat that is a question may take this long, in ms. */
const PROBE = 3000;
/** Seconds without a byte from the server, beyond two beats, after which a socket is given up. */
const SILENCE = 3;
/** Frames a second that no honest server sends: seven others may say 200 at once and 60 a second. */
const FLOOD = 2000;
/** A server that floods is left alone for so many ms. */
const RELIEF = 7000;
/** Seconds between two beats, whatever the server wants: silence is noticed within 25. */
const BEAT_MOST = 10;

/** Opens the wire. The states tell how it stands; a refusal that is final ends it. */
export function openSignalingSocket(options: SignalingSocketOptions): SignalingSocket {
  const { signal } = options;
  let attempt = 0;
  let lose: SignalingState = "absent";
  let socket: Socket | null = null;
  let waiting = new AbortController();
  let life = new AbortController();
  let wait = 0;
  let busy = false;
  /** Seconds between two beats; 0: the server is not there, or of a version without them. */
  let beat = 0;
  let seconds = 0;
  let quiet = 0;
  let frames = 0;
  /** Of them, those that had come when the second began. */
  let counted = 0;

  function connect(): void {
    if (signal.aborted) return;
    waiting.abort();
    const mine = options.connect(options.url, [SUBPROTOCOL, `${options.id}.${options.token}`]);
    const own = life = new AbortController();
    socket = mine;
    const heard = { signal: own.signal };
    mine.addEventListener("message", (event) => hear(event.data), heard);
    mine.addEventListener("close", (event) => {
      drop();
      if (!signal.aborted) lost(event.code);
    }, heard);
    signal.addEventListener("abort", () => mine.close(CLOSE.normal), heard);
    options.later(CONNECT_TIMEOUT, () => {
      // A server that accepts and then says nothing counts as absent.
      if (attempt === 0) return;
      giveUp();
      lost(CLOSE.silent);
    }, own.signal);
    attempt++;
  }

  function drop(): void {
    life.abort();
    socket = null;
    beat = 0;
  }

  /** Its close event may never come, or come in minutes. */
  function giveUp(): void {
    const mine = socket;
    drop();
    mine?.close(CLOSE.silent);
  }

  function reconnect(): void {
    giveUp();
    options.onState(lose);
    connect();
  }

  function hear(data: unknown): void {
    quiet = 0;
    if (++frames - counted > FLOOD) {
      giveUp();
      wait = RELIEF;
      return lost(CLOSE.overload);
    }
    if (typeof data !== "string") return;
    const decoded = decodeServer(data);
    // What a newer server says beyond this version is not for this page.
    if (!decoded.ok) return;
    const { message } = decoded;
    if (message.type === "welcome") {
      attempt = 0;
      wait = 0;
      busy = false;
      lose = "reconnecting";
      beat = Math.min(message.beat ?? 0, BEAT_MOST);
      options.onState("open");
    }
    if (message.type === "draining") wait = message.retryAfter * 1000;
    if (message.type === "refused" && message.retryAfter) wait = message.retryAfter * 1000;
    options.onMessage(message);
  }

  function tick(): void {
    counted = frames;
    if (!beat) return;
    if (++quiet > 2 * beat + SILENCE) reconnect();
    else if (++seconds % beat === 0) send({ type: "client-beat" });
  }

  function lost(code: number): void {
    if (code === CLOSE.roomFull) return options.onState("room_full");
    if (code === CLOSE.replaced) return options.onState("replaced");
    const overloaded = code === CLOSE.overload || code === CLOSE.rateLimited;
    if (!busy) options.onState(overloaded ? "busy" : lose);
    pause(wait + backoff(wait ? 0 : attempt, options.random));
    wait = 0;
    if (attempt > 1) void ask();
  }

  function pause(ms: number): void {
    waiting.abort();
    waiting = new AbortController();
    options.later(ms, connect, waiting.signal);
  }

  async function ask(): Promise<void> {
    const turn = waiting.signal;
    const ms = await askRetryAfter(options.fetch, options.url, turn);
    if (turn.aborted) return;
    if (busy || ms !== 0) {
      options.onState(ms === null ? "forbidden" : ms > 0 ? "busy" : lose);
    }
    busy = ms !== 0;
    if (ms) pause(ms + backoff(0, options.random));
  }

  function send(message: ClientMessage): boolean {
    if (socket?.readyState !== OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  signal.addEventListener("abort", () => waiting.abort(), { once: true });
  options.pulse(tick, signal);
  options.onState("connecting");
  connect();
  return {
    send,
    probeNow() {
      // Whoever asked to be left alone is.
      if (!socket) return busy ? undefined : connect();
      if (!beat) return;
      const before = frames;
      send({ type: "client-beat" });
      options.later(PROBE, () => frames === before && reconnect(), life.signal);
    },
  };
}
