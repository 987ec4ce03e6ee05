import { decodeServer, type Ice } from "../../protocol/mod.ts";
import { random } from "../call/security/base64url.ts";
import { askRefusal, type Fetch, type Refusal } from "../call/signaling/refusal.ts";
import { memberId } from "../call/security/identity.ts";
import type { Socket } from "../call/signaling/server_socket.ts";
import { socketAddress } from "../call/signaling/socket_address.ts";
import type { Clock } from "../platform/clock.ts";
import { withResolvers } from "./with_resolvers.ts";
import { type Finding, found, type Verdict } from "./state.ts";

/** Options of {@link askServer}. */
export interface AskServerOptions {
  /** Address of the signaling without the room, `wss://host/ws`. */
  readonly signalingUrl: string;
  readonly connect: (url: string, protocols: string[]) => Socket;
  readonly fetch: Fetch;
  readonly clock: Pick<Clock, "later" | "elapsed">;
  readonly signal: AbortSignal;
}

/** Answer of the server, and the ICE servers that it names; null when it does not. */
export interface ServerAnswer {
  readonly finding: Finding;
  readonly ice: Ice | null;
}

const SERVER_TIMEOUT_MS = 8000;
const BEATS = 5;
/** Round trip from which on a talk is felt to be slow. */
const SLOW_ROUND_TRIP_MS = 400;

/**
 * Enters a room whose id is random, so that nobody else can be in it, measures five beats and
 * leaves. No key leads to that room and nothing is ever sealed for it.
 */
export async function askServer(options: AskServerOptions): Promise<ServerAnswer> {
  const { signalingUrl, connect, fetch, clock: { later, elapsed }, signal } = options;
  const token = random(32);
  const claim = { roomId: random(16), id: await memberId(token), token };
  if (signal.aborted) return { finding: found("silent"), ice: null };
  const { url, protocols } = socketAddress(signalingUrl, claim);
  const socket = connect(url, protocols);
  const over = new AbortController();
  const untilOver = { signal: over.signal };
  const end = withResolvers();
  const roundTrips: number[] = [];
  let ice: Ice | null = null;
  let sentAt = 0;
  const beat = () => {
    sentAt = elapsed();
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
    if (roundTrips.push(elapsed() - sentAt) < BEATS) beat();
    else end.open();
  }, untilOver);
  socket.addEventListener("close", () => end.open(), untilOver);
  signal.addEventListener("abort", () => end.open(), untilOver);
  later(SERVER_TIMEOUT_MS, end.open, over.signal);
  await end.opened;
  over.abort();
  socket.close();
  const median = roundTrips.sort((a, b) => a - b)[Math.floor(roundTrips.length / 2)];
  if (median !== undefined) {
    return {
      finding: found(median < SLOW_ROUND_TRIP_MS ? "answers" : "answers-late", median),
      ice,
    };
  }
  const refusal = await askRefusal(fetch, url, signal);
  return { finding: found(VERDICT_OF[refusal.is]), ice };
}

const VERDICT_OF = {
  busy: "busy",
  forbidden: "forbidden",
  no_upgrade: "no-upgrade",
  unknown: "silent",
} as const satisfies Record<Refusal["is"], Verdict>;
