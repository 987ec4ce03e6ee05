import type { NatsConnection, Subscription } from "@nats-io/nats-core";
import type { Carrier } from "./carrier.ts";
import type { Clock } from "./clock.ts";
import { kindOf, type Log } from "./log.ts";

export interface NatsOptions {
  /** `nats:`, `tls:`, `ws:` or `wss:`, with user and password, or a token as the user. */
  readonly url: string;
  /** The certificate authority of the server's certificate, in PEM; null: those of the system. */
  readonly ca: string | null;
  /** Keeps deployments apart that share a server. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly log: Log;
}

const PAUSE = 2000;

/**
 * Joins isolates of many machines. Core NATS delivers at most once and never again: what is lost
 * while it is away, {@link linkBus} repairs. Topics become subjects as they are: they hold nothing
 * but letters, digits, `_`, `-` and the dot.
 */
export function natsCarrier({ url, ca, prefix, clock, log }: NatsOptions): Carrier {
  const life = new AbortController();
  const topics = new Map<string, Subscription | null>();
  let hear: (topic: string, packet: string) => void = () => {};
  let back: () => void = () => {};
  let connection: NatsConnection | null = null;
  let up = false;

  function subscribe(topic: string): void {
    const subscription = connection?.subscribe(`${prefix}.${topic}`, {
      callback: (error, message) => {
        if (!error) hear(topic, message.string());
      },
    });
    topics.set(topic, subscription ?? null);
  }

  async function begin(): Promise<void> {
    const opened = await connect(url, ca).catch((fault: unknown) => {
      log({ level: "error", event: "bus_connect_failed", detail: kindOf(fault) });
      return null;
    });
    if (life.signal.aborted) return void opened?.close();
    if (!opened) return clock.later(PAUSE, () => void begin(), life.signal);
    connection = opened;
    for (const topic of topics.keys()) subscribe(topic);
    turn(true);
    for await (const { type } of opened.status()) {
      if (type === "disconnect") turn(false);
      if (type === "reconnect") turn(true);
    }
    // Closed for good: begin anew, unless it was us.
    connection = null;
    turn(false);
    clock.later(PAUSE, () => void begin(), life.signal);
  }

  function turn(now: boolean): void {
    if (up === now || life.signal.aborted) return;
    up = now;
    log({ level: now ? "info" : "warn", event: now ? "bus_up" : "bus_down" });
    if (up) back();
  }

  return {
    most: 65_536,
    post(topic, packet) {
      // While it is away the client would keep everything; the streams know better what is stale.
      if (up) connection?.publish(`${prefix}.${topic}`, packet);
    },
    follow(topic) {
      if (!topics.has(topic)) subscribe(topic);
    },
    unfollow(topic) {
      topics.get(topic)?.unsubscribe();
      topics.delete(topic);
    },
    open(onPacket, onBack) {
      hear = onPacket;
      back = onBack;
      begin().catch((fault: unknown) => {
        log({ level: "error", event: "bus_bug", detail: kindOf(fault) });
      });
    },
    trouble: () => up ? null : "no connection to the bus",
    async close() {
      life.abort();
      await connection?.close();
    },
  };
}

/** Connects, now or whenever the server is there; the transports are loaded when they are needed. */
async function connect(url: string, ca: string | null): Promise<NatsConnection> {
  const { protocol, host, username, password } = new URL(url);
  const user = decodeURIComponent(username);
  const pass = decodeURIComponent(password);
  const options = {
    ...(pass ? { user, pass } : user ? { token: user } : {}),
    name: "visavis",
    noEcho: true,
    waitOnFirstConnect: true,
    ignoreAuthErrorAbort: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    pingInterval: 5000,
    maxPingOut: 2,
  };
  if (protocol === "ws:" || protocol === "wss:") {
    const { wsconnect } = await import("@nats-io/nats-core");
    return await wsconnect({ ...options, servers: `${protocol}//${host}` });
  }
  const node = await import("@nats-io/transport-node");
  const tls = protocol === "tls:" ? { tls: ca ? { ca } : {} } : {};
  // The system resolves the name: the client's own way needs more permissions.
  return await node.connect({ ...options, ...tls, servers: host, resolve: false });
}
