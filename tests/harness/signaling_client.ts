import { later } from "../../client/platform/clock.ts";
import type { SignalingState } from "../../client/state/call_state.ts";
import {
  openSignalingSocket,
  type SignalingSocket,
} from "../../client/call/signaling/signaling_socket.ts";
import type { ServerMessage } from "../../protocol/mod.ts";
import { type Person, person } from "./socket_page.ts";

/** A page's real signaling socket on real sockets and real time, without the page. */
export interface Stay extends Disposable {
  readonly id: string;
  readonly signaling: SignalingSocket;
  readonly states: readonly SignalingState[];
  readonly heard: readonly ServerMessage[];
  /** Waits until this holds; looked at whenever something happens, and every second. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** Waits for so many seconds as the socket counts them. */
  ticks(count: number): Promise<void>;
}

/** Seconds after which a test does not wait any longer. */
const TIMEOUT_S = 90;

/** Begins a stay; `address` is that of the page, `http://host:port/`. */
export async function beginStay(address: string, room: string, who?: Person): Promise<Stay> {
  const { id, protocols } = who ?? await person();
  const life = new AbortController();
  const states: SignalingState[] = [];
  const heard: ServerMessage[] = [];
  let seconds = 0;
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const signaling = openSignalingSocket({
    url: `${address.replace(/^http/, "ws")}ws/${room}`,
    protocols: [...protocols],
    signal: life.signal,
    connect: (url, offered) => new WebSocket(url, offered),
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      await response.body?.cancel();
      return response;
    },
    later,
    ticker(run, signal) {
      const timer = setInterval(() => {
        seconds++;
        run();
        tell();
      }, 1000);
      signal.addEventListener("abort", () => clearInterval(timer), { once: true });
    },
    random: Math.random,
    onState(state) {
      states.push(state);
      tell();
    },
    onMessage(message) {
      heard.push(message);
      tell();
    },
  });
  async function until(what: string, holds: () => boolean): Promise<void> {
    const end = seconds + TIMEOUT_S;
    while (!holds()) {
      if (seconds > end) {
        throw new Error(`never ${what}: ${states} ${heard.map(({ type }) => type)}`);
      }
      await changed.promise;
    }
  }
  return {
    id,
    signaling,
    states,
    heard,
    until,
    ticks(count) {
      const end = seconds + count;
      return until(`${count} seconds`, () => seconds >= end);
    },
    [Symbol.dispose]: () => life.abort(),
  };
}

/** Events of a member that a page has heard, in order. */
export function storyOf(stay: Stay, member: string): string[] {
  return stay.heard.flatMap((message) => {
    switch (message.type) {
      case "client-away":
      case "client-call":
      case "client-leave":
        return message.from === member ? [message.type.slice(7)] : [];
      default:
        return [];
    }
  });
}
