import {
  type ClientMessage,
  CLOSE,
  decodeClient,
  MAX_FRAME,
  type ServerMessage,
} from "../protocol/mod.ts";
import type { Clock } from "./clock.ts";
import {
  bucket,
  type Limits,
  MINUTE,
  type Quota,
  quota,
  slidingWindow,
  type Tally,
  tally,
  type Window,
} from "./limit.ts";
import { kindOf, type Log } from "./log.ts";
import type { Meter } from "./metrics.ts";

/** The slice of a WebSocket that a session uses. */
export type Socket = Pick<
  WebSocket,
  "bufferedAmount" | "send" | "close" | "addEventListener"
>;

/** What a session needs from outside. */
export interface SessionOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly onMessage: (message: ClientMessage) => void;
  /** Called once, at the moment the session is over for us: the socket may linger. */
  readonly onEnd: () => void;
}

/** The server's view of one socket. */
export interface Session {
  send(message: ServerMessage): void;
  /** Ends the session now, whether or not the other side ever answers the close frame. */
  close(code: number): void;
}

/** Members that a page sends candidates to in a minute: seven, and those who come and go. */
const MOST_TARGETS = 64;
/** What pages say seldom, and the limit of each in a minute. */
const SELDOM = { "client-ice": "ices", "client-report": "reports" } as const;
type Seldom = keyof typeof SELDOM;

/** Takes over an open socket until it ends. Nothing that it hears can throw past it. */
export function openSession(socket: Socket, options: SessionOptions): Session {
  const { limits, clock, log, meter } = options;
  // Not a signal: one for each socket, on three listeners, costs 5 KiB of memory.
  let ended = false;
  let frames = 0;
  const messages = bucket(limits.messages, limits.burst, clock.now());
  const bytes = bucket(limits.bytes, 2 * limits.bytes, clock.now());
  // Made on the first fault: most sessions never commit one.
  let malformed: Window | undefined;
  let dropped: Window | undefined;
  let candidates: Tally | undefined;
  let asked: { [T in Seldom]?: Quota } | undefined;

  /** Our own bug, or the socket's: it costs this session and no other. */
  function fail(fault: unknown): void {
    log({ level: "error", event: "session_bug", detail: kindOf(fault) });
    close(CLOSE.bug);
  }

  function end(): void {
    if (ended) return;
    ended = true;
    try {
      options.onEnd();
    } catch (fault) {
      log({ level: "error", event: "session_end_bug", detail: kindOf(fault) });
    }
  }

  function close(code: number): void {
    if (ended) return;
    end();
    try {
      socket.close(code);
    } catch (fault) {
      log({ level: "warn", event: "close_failed", detail: kindOf(fault) });
    }
  }

  function send(message: ServerMessage): void {
    if (ended) return;
    try {
      if (socket.bufferedAmount > limits.buffered) {
        log({ level: "warn", event: "slow_reader" });
        meter.add("refused", "slow_reader");
        return close(CLOSE.overload);
      }
      socket.send(encode(message));
    } catch (fault) {
      // Caught here: who sends is somebody else, and is not to pay for it.
      fail(fault);
    }
  }

  function hear(data: unknown): void {
    const now = clock.now();
    if (typeof data !== "string") {
      if (!allowed(1, now)) return;
      return refuse("bad_message", now);
    }
    const size = sizeOf(data);
    if (size > MAX_FRAME) {
      meter.add("refused", "too_big");
      return close(CLOSE.tooBig);
    }
    if (!allowed(size, now)) return;
    const decoded = decodeClient(data);
    if (!decoded.ok) return refuse(decoded.code, now);
    meter.add("messages", decoded.message.type);
    const { type } = decoded.message;
    if ((type === "client-ice" || type === "client-report") && !spared(type, now)) return;
    if (type === "client-candidate" && !bearable(decoded.message.to, now)) return;
    options.onMessage(decoded.message);
  }

  /** What costs more than relaying has a limit of its own, which does not cost the socket. */
  function spared(type: Seldom, now: number): boolean {
    asked ??= {};
    const own = asked[type] ??= quota(limits[SELDOM[type]], MINUTE);
    return own.take(now) || decline();
  }

  /** A member is not to be buried in somebody's candidates. */
  function bearable(to: string, now: number): boolean {
    candidates ??= tally(limits.candidates, MOST_TARGETS, MINUTE);
    return candidates.take(to, now) || decline();
  }

  /** Without `retryAfter`: the page need not wait with anything else. */
  function decline(): false {
    meter.add("refused", "rate_limited");
    send({ type: "refused", code: "rate_limited" });
    return false;
  }

  /** One frame in sixteen is timed: the clock costs as much as the rest of counting. */
  function timed(data: unknown): void {
    if (++frames % 16 !== 0) return hear(data);
    const began = performance.now();
    hear(data);
    meter.relayed((performance.now() - began) / 1000);
  }

  function allowed(size: number, now: number): boolean {
    if (messages.take(1, now) && bytes.take(size, now)) return true;
    dropped ??= slidingWindow(MINUTE, limits.burst);
    meter.add("refused", "rate_limited");
    if (dropped.add(now) >= limits.burst) close(CLOSE.rateLimited);
    else send({ type: "refused", code: "rate_limited", retryAfter: 1 });
    return false;
  }

  function refuse(code: "bad_json" | "bad_message" | "unknown_type", now: number): void {
    malformed ??= slidingWindow(MINUTE, limits.malformed);
    meter.add("refused", code);
    send({ type: "refused", code });
    if (malformed.add(now) >= limits.malformed) close(CLOSE.badMessage);
  }

  socket.addEventListener("message", (event) => {
    if (ended) return;
    try {
      timed(event.data);
    } catch (fault) {
      fail(fault);
    }
  });
  socket.addEventListener("close", end);
  socket.addEventListener("error", end);
  return { send, close };
}

/** Bytes in UTF-8; counted exactly only where it can matter. */
function sizeOf(text: string): number {
  return text.length * 3 <= MAX_FRAME ? text.length : new TextEncoder().encode(text).length;
}

/** JSON. What is relayed is base64url throughout and needs no escaping. */
function encode(message: ServerMessage): string {
  switch (message.type) {
    case "client-offer":
    case "client-answer":
    case "client-candidate":
      return `{"type":"${message.type}","from":"${message.from}","sealed":"${message.sealed}"}`;
    case "client-away":
    case "client-call":
    case "client-leave":
    case "draining":
    case "ice":
    case "refused":
    case "welcome":
      return JSON.stringify(message);
  }
}
