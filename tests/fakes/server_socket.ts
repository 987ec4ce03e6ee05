import { type Meter, metricsMemory, openMeter } from "../../signaling/metrics/metrics.ts";
import {
  type AudienceMessage,
  CLOSE,
  decodeAudience,
  decodeServer,
  MAX_VIEWERS,
  type ServerMessage,
} from "../../protocol/mod.ts";
import type { Cluster } from "../../signaling/cluster/cluster.ts";
import { type Hub, openHub } from "../../signaling/hub/hub.ts";
import { noIce } from "../../signaling/turn/credentials.ts";
import { LIMITS, type Limits } from "../../signaling/rate_limit.ts";
import type { Entry } from "../../signaling/log.ts";
import { type FakeClock, fakeClock } from "./clock.ts";

/** The server's end of a socket, with the page's end in the test's hand. */
export class FakeServerSocket extends EventTarget {
  readyState: WebSocket["readyState"] = 1;
  bufferedAmount = 0;
  readonly frames: string[] = [];
  /** The code with which the server closed, or null. */
  closedWith: number | null = null;

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (this.readyState !== 1) {
      throw new DOMException("not open", "InvalidStateError");
    }
    this.frames.push(String(data));
  }

  /** As Deno does it: the close event may never come. */
  close(code?: number): void {
    this.closedWith ??= code ?? 1005;
    this.readyState = 2;
  }

  /** The page says something. */
  hear(data: unknown): void {
    this.dispatchEvent(
      new MessageEvent("message", {
        data: typeof data === "string" || data instanceof ArrayBuffer ? data : JSON.stringify(data),
      }),
    );
  }

  /** The connection breaks, as Deno tells it: an error before the close. */
  drop(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("error"));
    this.dispatchEvent(new CloseEvent("close", { code: 0 }));
  }

  /** The page closes it. */
  quit(code: number = CLOSE.away): void {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code, wasClean: true }));
  }

  /** Newest word of the server about who watches; the others of them are dropped. */
  audience(): AudienceMessage | null {
    const decoded = this.frames.map(decodeAudience).filter((one) => one.ok);
    const rest = this.frames.filter((frame) => !decodeAudience(frame).ok);
    this.frames.splice(0, Infinity, ...rest);
    return decoded.at(-1)?.message ?? null;
  }

  /** Messages of the server since the last time, decoded as the page would decode them. */
  take(): ServerMessage[] {
    return this.frames.splice(0).map((frame) => {
      const decoded = decodeServer(frame);
      if (!decoded.ok) {
        throw new Error(`the page would not understand this: ${frame}`);
      }
      return decoded.message;
    });
  }
}

/** A hub on a clock that stands still. */
export interface FakeHub {
  readonly hub: Hub;
  readonly meter: Meter;
  readonly clock: FakeClock;
  readonly logged: Entry[];
  /** Lets a member in and gives its socket. */
  enter(room: string, member: string, viewer?: boolean): FakeServerSocket;
}

/** An empty hub. */
export function openFakeHub(
  limits: Partial<Limits> = {},
  cluster: Cluster | null = null,
  ice = noIce,
): FakeHub {
  const clock = fakeClock();
  const logged: Entry[] = [];
  const meter = openMeter(metricsMemory(1), 0);
  const hub = openHub({
    limits: { ...LIMITS, ...limits },
    clock,
    log: (entry) => logged.push(entry),
    ice,
    cluster,
    maxViewers: MAX_VIEWERS,
    endpointBus: null,
    meter,
    signal: new AbortController().signal,
  });
  return {
    hub,
    meter,
    clock,
    logged,
    enter(room, member, viewer = false) {
      const socket = new FakeServerSocket();
      hub.enter(room, member, socket, { viewer });
      return socket;
    },
  };
}

/** A well-formed id for a short name. */
export function id(name: string): string {
  return name.padEnd(22, "_");
}
