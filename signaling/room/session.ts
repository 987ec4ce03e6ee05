import {
  type AudienceMessage,
  type ClientMessage,
  CLOSE,
  decodeClient,
  type EndpointMessage,
  MAX_FRAME_BYTES,
  type ServerMessage,
} from "../../protocol/mod.ts";
import type { Clock } from "../clock.ts";
import type { Limits } from "../rate_limit.ts";
import { kindOf, type Log } from "../log.ts";
import type { Meter } from "../metrics/metrics.ts";
import { awake, hearFrame, isDrowsy, type Liveness, passSecond } from "./liveness.ts";
import {
  countMalformed,
  dropFrame,
  type SocketQuota,
  socketQuota,
  takeFrame,
  takeMessage,
} from "./socket_quota.ts";

/** The slice of a WebSocket that a session uses. */
export type Socket = Pick<
  WebSocket,
  "bufferedAmount" | "send" | "close" | "addEventListener"
>;

/** Options of a session. */
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

/** A page's message to the room; beats are the session's own. */
export type Heard = Exclude<ClientMessage, { type: "client-beat" }>;

/** A message to a page. */
export type Sent = ServerMessage | EndpointMessage | AudienceMessage;

/** The server's view of one socket. */
export interface Session {
  send(message: Sent): void;
  /** Ends the session now, whether or not the other side ever answers the close frame. */
  close(code: number): void;
  /** A second has passed. Counted, not timed: a stall of ours makes no page silent. */
  tick(): void;
}

/** Codes by which a page says that it leaves; 1005 is a close frame without a code. */
const MEANT: readonly number[] = [CLOSE.normal, CLOSE.away, 1005];
/** Codes of ours that are no fault of the page: it comes back. */
const OURS: readonly number[] = [CLOSE.bug, CLOSE.restart, CLOSE.overload];

/**
 * State of a session: one object for each socket, and functions that all sockets share. An
 * AbortSignal instead of `ended`, on three listeners, costs 5 KiB a socket.
 */
interface Own {
  readonly options: SessionOptions;
  readonly socket: Socket;
  readonly quota: SocketQuota;
  readonly life: Liveness;
  frames: number;
  ended: boolean;
}

/** Takes over an open socket until it ends. Nothing that it hears can throw past it. */
export function openSession(socket: Socket, options: SessionOptions): Session {
  const quota = socketQuota(options.limits, options.clock.now());
  const own: Own = { options, socket, quota, life: awake(), frames: 0, ended: false };
  const listener = {
    handleEvent(event: Event): void {
      if (event instanceof MessageEvent) hear(own, event.data);
      // Chromium closes the sockets of a page that it thaws, as if the user left.
      else if (event instanceof CloseEvent) end(own, !isMeant(own, event.code));
      // Before a close: an idle timeout would otherwise look like a page that goes away.
      else end(own, true);
    },
  };
  for (const type of ["message", "close", "error"]) socket.addEventListener(type, listener);
  return {
    send: (message) => send(own, message),
    close: (code) => close(own, code),
    tick() {
      const change = own.ended ? null : passSecond(own.life, options.limits);
      if (change === "away") options.onAway(true);
      if (change === "lost") close(own, CLOSE.silent);
    },
  };
}

function isMeant({ life, options }: Own, code: number): boolean {
  return MEANT.includes(code) && !(code === CLOSE.away && isDrowsy(life, options.limits));
}

/** Our own bug, or the socket's: it costs this session and no other. */
function fail(own: Own, fault: unknown): void {
  own.options.log({ level: "error", event: "session_error", detail: kindOf(fault) });
  close(own, CLOSE.bug);
}

function end(own: Own, lost: boolean): void {
  const { life, options: { limits, log, onEnd } } = own;
  if (own.ended) return;
  own.ended = true;
  try {
    // What was silent before it was lost is not waited for twice.
    onEnd(lost ? Math.min(limits.lost, limits.silent - life.silence) : 0);
  } catch (fault) {
    log({ level: "error", event: "session_end_error", detail: kindOf(fault) });
  }
}

function close(own: Own, code: number): void {
  if (own.ended) return;
  end(own, OURS.includes(code));
  try {
    own.socket.close(code);
  } catch (fault) {
    own.options.log({ level: "warn", event: "close_failed", detail: kindOf(fault) });
  }
}

function send(own: Own, message: Sent): void {
  const { socket, options: { limits, log, meter } } = own;
  if (own.ended) return;
  try {
    if (socket.bufferedAmount > limits.buffered) {
      log({ level: "warn", event: "slow_reader" });
      meter.add("refused", "slow_reader");
      return close(own, CLOSE.overload);
    }
    socket.send(encode(message));
  } catch (fault) {
    // Caught here: the sender is another member, and is not to pay for it.
    fail(own, fault);
  }
}

function hear(own: Own, data: unknown): void {
  const { limits, clock, onAway } = own.options;
  if (own.ended) return;
  try {
    if (hearFrame(own.life, limits)) onAway(false);
    receive(own, data, clock.now());
  } catch (fault) {
    fail(own, fault);
  }
}

/** One frame in sixteen is timed: the clock costs as much as the rest of counting. */
function receive(own: Own, data: unknown, now: number): void {
  if (++own.frames % 16 !== 0) return receiveFrame(own, data, now);
  const began = performance.now();
  receiveFrame(own, data, now);
  own.options.meter.forwarded((performance.now() - began) / 1000);
}

/** Decodes a frame, and refuses what is malformed or too much. */
function receiveFrame(own: Own, data: unknown, now: number): void {
  const { quota, options: { limits, meter } } = own;
  if (typeof data !== "string") {
    if (isAllowed(own, 1, now)) refuse(own, "bad_message", now);
    return;
  }
  const size = sizeOf(data);
  if (size > MAX_FRAME_BYTES) {
    meter.add("refused", "too_big");
    return close(own, CLOSE.tooBig);
  }
  if (!isAllowed(own, size, now)) return;
  const decoded = decodeClient(data);
  if (!decoded.ok) return refuse(own, decoded.code, now);
  const { message } = decoded;
  meter.add("messages", message.type);
  if (!takeMessage(quota, limits, message, now)) {
    meter.add("refused", "rate_limited");
    // Without `retryAfter`: the page need not wait with anything else.
    return send(own, { type: "refused", code: "rate_limited" });
  }
  if (message.type !== "client-beat") return own.options.onMessage(message);
  own.life.beats = true;
  send(own, { type: "beat" });
}

/** True if the socket may have one more frame of this size. */
function isAllowed(own: Own, size: number, now: number): boolean {
  const { quota, options: { limits, meter } } = own;
  if (takeFrame(quota, limits, size, now)) return true;
  meter.add("refused", "rate_limited");
  if (dropFrame(quota, limits, now)) close(own, CLOSE.rateLimited);
  else send(own, { type: "refused", code: "rate_limited", retryAfter: 1 });
  return false;
}

type Malformed = "bad_json" | "bad_message" | "unknown_type";

function refuse(own: Own, code: Malformed, now: number): void {
  const { quota, options: { limits, meter } } = own;
  meter.add("refused", code);
  send(own, { type: "refused", code });
  if (countMalformed(quota, limits, now)) close(own, CLOSE.badMessage);
}

/** Bytes in UTF-8; counted exactly only where it can matter. */
function sizeOf(text: string): number {
  return text.length * 3 <= MAX_FRAME_BYTES ? text.length : new TextEncoder().encode(text).length;
}

/** JSON. A forwarded body is base64url throughout and needs no escaping. */
function encode(message: Sent): string {
  switch (message.type) {
    case "client-offer":
    case "client-answer":
    case "client-candidate":
      return `{"type":"${message.type}","from":"${message.from}","sealed":"${message.sealed}"}`;
    case "audience":
    case "beat":
    case "client-away":
    case "client-call":
    case "client-leave":
    case "draining":
    case "ice":
    case "refused":
    case "endpoint-candidate":
    case "endpoint-end":
    case "endpoint-offer":
    case "welcome":
      return JSON.stringify(message);
  }
}
