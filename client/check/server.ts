import { decodeServer, type Ice, SUBPROTOCOL } from "../../protocol/mod.ts";
import { random } from "../call/security/base64url.ts";
import { askRetryAfter, type Fetch } from "../call/signaling/retry_after.ts";
import type { Later } from "../platform/clock.ts";
import { memberId } from "../call/security/identity.ts";
import type { Socket } from "../call/signaling/server_socket.ts";
import { openGate } from "./gate.ts";
import { type Finding, found } from "./state.ts";

/** Options of asking the server. */
export interface AskOptions {
  /** Of the socket, without the room. */
  readonly signalling: string;
  readonly connect: (url: string, protocols: string[]) => Socket;
  readonly fetch: Fetch;
  readonly later: Later;
  readonly elapsed: () => number;
  readonly signal: AbortSignal;
}

/** How the server answers, and the ICE servers that it names; null when it does not. */
export interface Answer {
  readonly finding: Finding;
  readonly ice: Ice | null;
}

const SERVER_TIMEOUT_MS = 8000;
const BEATS = 5;
/** From so many ms there and back on, talk is felt to be slow. */
const SLOW_ROUND_TRIP_MS = 400;

/**
 * Enters a room whose id is random, so that nobody else can be in it, measures five beats and
 * leaves. No key leads to that room and nothing is ever sealed for it.
 */
export async function askServer(options: AskOptions): Promise<Answer> {
  const { signalling, connect, fetch, later, elapsed, signal } = options;
  const token = random(32);
  const url = `${signalling}/${random(16)}`;
  const id = await memberId(token);
  if (signal.aborted) return { finding: found("silent"), ice: null };
  const socket = connect(url, [SUBPROTOCOL, `${id}.${token}`]);
  const over = new AbortController();
  const heard = { signal: over.signal };
  const end = openGate();
  const trips: number[] = [];
  let ice: Ice | null = null;
  let sent = 0;
  const beat = () => {
    sent = elapsed();
    socket.send(JSON.stringify({ type: "client-beat" }));
  };
  socket.addEventListener("message", ({ data }) => {
    const decoded = typeof data === "string" ? decodeServer(data) : null;
    if (!decoded?.ok) return;
    const { message } = decoded;
    if (message.type === "welcome" || message.type === "ice") {
      const { iceServers, iceTtl } = message;
      ice = { iceServers, ...(iceTtl === undefined ? {} : { iceTtl }) };
    }
    if (message.type === "welcome") beat();
    if (message.type !== "beat") return;
    if (trips.push(elapsed() - sent) < BEATS) beat();
    else end.open();
  }, heard);
  socket.addEventListener("close", () => end.open(), heard);
  signal.addEventListener("abort", () => end.open(), heard);
  later(SERVER_TIMEOUT_MS, end.open, over.signal);
  await end.opened;
  over.abort();
  socket.close();
  const trip = trips.sort((a, b) => a - b)[Math.floor(trips.length / 2)];
  if (trip !== undefined) {
    return { finding: found(trip < SLOW_ROUND_TRIP_MS ? "answers" : "answers-late", trip), ice };
  }
  const busy = (await askRetryAfter(fetch, url, signal) ?? 0) > 0;
  return { finding: found(busy ? "busy" : "silent"), ice };
}
