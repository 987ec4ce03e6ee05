import { assert } from "@std/assert";
import type { SignalingState } from "../../client/state/call_state.ts";
import { openSignalingSocket } from "../../client/call/signaling/signaling_socket.ts";
import type { ServerMessage } from "../../protocol/mod.ts";
import { everySecond, fakeClock } from "./clock.ts";
import { fakeSockets } from "./socket.ts";

const WELCOME = {
  type: "welcome",
  version: 1,
  id: "A".repeat(22),
  members: [],
  iceServers: [],
} as const;

/** Answer of a server to a plain GET: a status and `Retry-After`. */
export type Answer = readonly [status: number, retryAfter: string | null];

/** A signaling socket whose server, clock and chance are in the test's hand. */
export function openFakeSocket(answer: () => Answer | null = () => null) {
  const asked: string[] = [];
  const clock = fakeClock();
  const sockets = fakeSockets();
  const life = new AbortController();
  const states: SignalingState[] = [];
  const messages: ServerMessage[] = [];
  const signaling = openSignalingSocket({
    url: "ws://host/ws/room",
    protocols: ["rtc.v1", `${"A".repeat(22)}.${"B".repeat(43)}`],
    signal: life.signal,
    connect: sockets.connect,
    fetch(url) {
      asked.push(url);
      const [status, after] = answer() ?? [];
      if (status === undefined) return Promise.reject(new TypeError("nobody answers"));
      const headers = new Headers(after ? { "retry-after": after } : {});
      return Promise.resolve({ status, headers });
    },
    later: clock.later,
    ticker: everySecond(clock),
    random: () => 0.5,
    onState: (state) => states.push(state),
    onMessage: (message) => messages.push(message),
  });
  const newest = () => {
    const socket = sockets.all.at(-1);
    assert(socket);
    return socket;
  };
  const welcome = (beat?: number) => {
    newest().open();
    newest().say({ ...WELCOME, ...(beat === undefined ? {} : { beat }) });
  };
  return { asked, clock, sockets, life, states, messages, signaling, newest, welcome };
}
