import { type ClientMessage, CLOSE, type ServerMessage } from "../../../protocol/mod.ts";
import { backoff } from "../../platform/backoff.ts";
import type { Later } from "../../platform/clock.ts";
import type { Ticker } from "../../platform/ticker.ts";
import type { SignalingState } from "../../state/call_state.ts";
import { askRefusal, type Fetch, type Refusal } from "./refusal.ts";
import {
  openServerSocket,
  type ServerSocket,
  type ServerSocketOptions,
  type Socket,
} from "./server_socket.ts";

/** Options of {@link openSignalingSocket}. */
export interface SignalingSocketOptions {
  readonly url: string;
  readonly protocols: string[];
  readonly signal: AbortSignal;
  readonly connect: (url: string, protocols: string[]) => Socket;
  readonly fetch: Fetch;
  readonly later: Later;
  readonly ticker: Ticker;
  readonly random: () => number;
  readonly onState: (state: SignalingState) => void;
  readonly onMessage: (message: ServerMessage) => void;
}

/** The page's socket to the server: comes back by itself until its signal aborts. */
export interface SignalingSocket {
  /** False when the socket is not open: the sender must be ready to send again. */
  send(message: ClientMessage): boolean;
  /** Tries at once instead of waiting for the next try; a socket that is open has to prove it. */
  probeNow(): void;
}

/** Situation of the page towards the server. */
type Situation =
  | { readonly is: "socket"; readonly socket: ServerSocket }
  /** Waits for the next try. */
  | { readonly is: "waiting"; readonly timer: AbortController }
  /** A refusal was final. */
  | { readonly is: "refused" };

/** States after which there is no next try, by the code of the close. */
const REFUSALS: ReadonlyMap<number, SignalingState> = new Map([
  [CLOSE.roomFull, "room_full"],
  [CLOSE.replaced, "replaced"],
]);

/** Codes of a close after which the state is "busy". */
const OVERLOADED: readonly number[] = [CLOSE.overload, CLOSE.rateLimited];

/** Opens the socket. `onState` is told its states; a refusal that is final ends it. */
export function openSignalingSocket(options: SignalingSocketOptions): SignalingSocket {
  const { signal, onState, random } = options;
  let situation: Situation = { is: "waiting", timer: new AbortController() };
  /** Tries since the last welcome. */
  let attempt = 0;
  /** State while no socket is open: "reconnecting" once one was. */
  let closedState: SignalingState = "absent";
  /** Time that the server has asked for before the next try. */
  let pauseMs = 0;
  /** Answer of the server to the question why its socket does not open. */
  let refusal: Refusal["is"] = "unknown";

  function connect(): void {
    if (signal.aborted) return;
    stopWaiting();
    const onSilent = () => {
      onState(closedState);
      connect();
    };
    const socket = openSocket(options, { onMessage: receive, onLost: lose, onSilent });
    situation = { is: "socket", socket };
    attempt++;
  }

  function receive(message: ServerMessage): void {
    if (message.type === "welcome") {
      attempt = 0;
      pauseMs = 0;
      refusal = "unknown";
      closedState = "reconnecting";
      onState("open");
    }
    pauseMs = pauseAskedBy(message) ?? pauseMs;
    options.onMessage(message);
  }

  function lose(code: number, restMs = pauseMs): void {
    const final = REFUSALS.get(code);
    if (final) situation = { is: "refused" };
    if (final) return onState(final);
    if (refusal === "unknown") onState(OVERLOADED.includes(code) ? "busy" : closedState);
    const waiting = wait(restMs + backoff(restMs ? 0 : attempt, random));
    pauseMs = 0;
    if (attempt > 1) void askWhy(waiting);
  }

  function wait(ms: number): AbortSignal {
    stopWaiting();
    const timer = new AbortController();
    situation = { is: "waiting", timer };
    options.later(ms, connect, timer.signal);
    return timer.signal;
  }

  function stopWaiting(): void {
    if (situation.is === "waiting") situation.timer.abort();
  }

  async function askWhy(waiting: AbortSignal): Promise<void> {
    const answer = await askRefusal(options.fetch, options.url, waiting);
    if (waiting.aborted) return;
    const state = stateOf(answer.is, refusal, closedState);
    if (refusal !== "unknown" || state !== closedState) onState(state);
    refusal = answer.is;
    if (answer.is === "busy") wait(answer.ms + backoff(0, random));
  }

  signal.addEventListener("abort", stopWaiting, { once: true });
  options.ticker(() => situation.is === "socket" && situation.socket.tick(), signal);
  onState("connecting");
  connect();
  return {
    send: (message) => situation.is === "socket" && situation.socket.send(message),
    probeNow() {
      if (situation.is === "socket") return situation.socket.probe();
      // A server that has asked to be left alone is.
      if (situation.is === "waiting" && refusal !== "busy") connect();
    },
  };
}

/**
 * State that a refusal means, where `closed` is that of a closed socket. A server that has just come
 * back would have upgraded, too: that nothing comes through is only said the second time.
 */
function stateOf(
  refusal: Refusal["is"],
  before: Refusal["is"],
  closed: SignalingState,
): SignalingState {
  if (refusal === "unknown") return closed;
  if (refusal !== "no_upgrade") return refusal;
  return before === refusal && closed === "absent" ? refusal : closed;
}

function openSocket(
  { url, protocols, connect, later, signal }: SignalingSocketOptions,
  events: Pick<ServerSocketOptions, "onMessage" | "onLost" | "onSilent">,
): ServerSocket {
  return openServerSocket({ url, protocols, connect, later, signal, ...events });
}

/** Milliseconds that a message asks the page to wait before its next try; null when it does not. */
function pauseAskedBy(message: ServerMessage): number | null {
  if (message.type === "draining") return message.retryAfter * 1000;
  return message.type === "refused" && message.retryAfter ? message.retryAfter * 1000 : null;
}
