import {
  type ClientMessage,
  CLOSE,
  decodeClient,
  MAX_FRAME,
  type ServerMessage,
} from "../../protocol/mod.ts";
import type { Clock } from "../clock.ts";
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
} from "../rate_limit.ts";
import { kindOf, type Log } from "../log.ts";
import type { Meter } from "../metrics/metrics.ts";

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
  readonly onMessage: (message: Heard) => void;
  /** The page has fallen silent, though its socket stands; or it is heard again. */
  readonly onAway: (away: boolean) => void;
  /**
   * Called once, at the moment the session is over for us: the socket may linger. `keep` are the
   * seconds for which the seat is kept: 0 when the end was meant, by the page or by us.
   */
  readonly onEnd: (keep: number) => void;
}

/** What a page says to the room; beats are the session's own. */
export type Heard = Exclude<ClientMessage, { type: "client-beat" }>;

/** The server's view of one socket. */
export interface Session {
  send(message: ServerMessage): void;
  /** Ends the session now, whether or not the other side ever answers the close frame. */
  close(code: number): void;
  /** A second has passed. Counted, not timed: a stall of ours makes no page silent. */
  tick(): void;
}

/** Codes by which a page says that it leaves; 1005 is a close frame without a code. */
const MEANT: readonly number[] = [CLOSE.normal, CLOSE.away, 1005];
/** Codes of ours that are no fault of the page: it comes back. */
const OURS: readonly number[] = [CLOSE.bug, CLOSE.restart, CLOSE.overload];

const DROWSY = 5;
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
  // A page that never beats is of an older version: the socket's own pings have to do.
  let beats = false;
  let quiet = 0;
  /** Seconds for which a page that was silent counts as not quite awake. */
  let drowsy = 0;
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

  function end(lost: boolean): void {
    if (ended) return;
    ended = true;
    try {
      // What was silent before it was lost is not waited for twice.
      options.onEnd(lost ? Math.min(limits.lost, limits.silent - quiet) : 0);
    } catch (fault) {
      log({ level: "error", event: "session_end_bug", detail: kindOf(fault) });
    }
  }

  function close(code: number): void {
    if (ended) return;
    end(OURS.includes(code));
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
    const { message } = decoded;
    meter.add("messages", message.type);
    const { type } = message;
    if ((type === "client-ice" || type === "client-report") && !spared(type, now)) return;
    if (type === "client-candidate" && !bearable(message.to, now)) return;
    if (type !== "client-beat") return options.onMessage(message);
    beats = true;
    send({ type: "beat" });
  }

  function wake(): void {
    const away = quiet >= limits.away;
    quiet = 0;
    if (!away) return;
    drowsy = DROWSY;
    options.onAway(false);
  }

  function tick(): void {
    if (!beats || ended) return;
    quiet++;
    if (drowsy > 0) drowsy--;
    if (quiet === limits.away) options.onAway(true);
    if (quiet >= limits.silent) close(CLOSE.silent);
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
      wake();
      timed(event.data);
    } catch (fault) {
      fail(fault);
    }
  });
  socket.addEventListener("close", ({ code }) => {
    // Chromium closes the sockets of a page that it thaws, as if somebody went away.
    const thawed = code === CLOSE.away && (quiet >= limits.away || drowsy > 0);
    end(thawed || !MEANT.includes(code));
  });
  // Before a close: an idle timeout would otherwise look like a page that goes away.
  socket.addEventListener("error", () => end(true));
  return { send, close, tick };
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
    case "beat":
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
