import {
  type ClientMessage,
  CLOSE,
  decodeServer,
  type ServerMessage,
} from "../../../protocol/mod.ts";
import type { Later } from "../../platform/clock.ts";

/** The slice of a WebSocket that is used. */
export type Socket = Pick<
  WebSocket,
  "readyState" | "send" | "close" | "addEventListener"
>;

/** Options of {@link openServerSocket}. */
export interface ServerSocketOptions {
  readonly url: string;
  readonly protocols: string[];
  readonly connect: (url: string, protocols: string[]) => Socket;
  readonly later: Later;
  readonly signal: AbortSignal;
  readonly onMessage: (message: ServerMessage) => void;
  /** Called once, when the socket is closed or was given up; `pauseMs` if the server needs rest. */
  readonly onLost: (code: number, pauseMs?: number) => void;
  /** Called instead when a server that was there says nothing any more. */
  readonly onSilent: () => void;
}

/** One WebSocket to the server, from its opening until it is lost. */
export interface ServerSocket {
  /** False when the socket is not open. */
  send(message: ClientMessage): boolean;
  /** Counts a second: sends beats, and notices silence. */
  tick(): void;
  /** Gives the socket up unless the server answers soon. */
  probe(): void;
}

const OPEN = 1;
/** Time until the welcome; a server that accepts and then says nothing counts as absent. */
const CONNECT_TIMEOUT_MS = 5000;
/** Time for an answer to a beat that is a question. */
const PROBE_MS = 3000;
/** Seconds without a byte from the server, beyond two beats, after which a socket is given up. */
const SILENCE_SECONDS = 3;
/** Frames a second that no honest server sends: seven others may say 200 at once and 60 a second. */
const FLOOD_FRAMES = 2000;
/** Time that a server that floods is left alone. */
const FLOOD_PAUSE_MS = 7000;
/** Seconds between two beats, whatever the server wants: silence is noticed within 25. */
const MAX_BEAT_SECONDS = 10;

/** Opens a socket. */
export function openServerSocket(options: ServerSocketOptions): ServerSocket {
  const { later, signal, onLost } = options;
  const life = new AbortController();
  const listening = { signal: life.signal };
  const socket = options.connect(options.url, options.protocols);
  let welcomed = false;
  /** Seconds between two beats; 0: the server is not there, or of a version without them. */
  let beatSeconds = 0;
  let seconds = 0;
  let quietSeconds = 0;
  let frames = 0;
  /** Of them, those that had come when the second began. */
  let framesBefore = 0;

  socket.addEventListener("message", (event) => receive(event.data), listening);
  socket.addEventListener("close", (event) => {
    life.abort();
    if (!signal.aborted) onLost(event.code);
  }, listening);
  signal.addEventListener("abort", () => socket.close(CLOSE.normal), listening);
  later(CONNECT_TIMEOUT_MS, () => {
    if (welcomed) return;
    giveUp();
    onLost(CLOSE.silent);
  }, life.signal);

  /** Closes without waiting for the close event, which may never come, or come in minutes. */
  function giveUp(): void {
    life.abort();
    socket.close(CLOSE.silent);
  }

  function fallSilent(): void {
    giveUp();
    options.onSilent();
  }

  function receive(data: unknown): void {
    quietSeconds = 0;
    if (++frames - framesBefore > FLOOD_FRAMES) {
      giveUp();
      return onLost(CLOSE.overload, FLOOD_PAUSE_MS);
    }
    if (typeof data !== "string") return;
    const decoded = decodeServer(data);
    // A message of a newer server, beyond this version, is not for this page.
    if (!decoded.ok) return;
    const { message } = decoded;
    if (message.type === "welcome") {
      welcomed = true;
      beatSeconds = Math.min(message.beat ?? 0, MAX_BEAT_SECONDS);
    }
    options.onMessage(message);
  }

  function send(message: ClientMessage): boolean {
    if (socket.readyState !== OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  return {
    send,
    tick() {
      framesBefore = frames;
      if (!beatSeconds) return;
      if (++quietSeconds > 2 * beatSeconds + SILENCE_SECONDS) fallSilent();
      else if (++seconds % beatSeconds === 0) send({ type: "client-beat" });
    },
    probe() {
      if (!beatSeconds) return;
      const before = frames;
      send({ type: "client-beat" });
      later(PROBE_MS, () => frames === before && fallSilent(), life.signal);
    },
  };
}
