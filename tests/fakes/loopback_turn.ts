import { daemon, freePort } from "./daemon.ts";

/** What differs from test to test. */
export interface LoopbackTurn {
  /** Further lines of coturn's configuration. */
  readonly lines?: readonly string[];
  /** The secret that coturn believes in, when it is not the service's. */
  readonly secret?: string;
  /** The URLs that pages are given, from coturn's own `host:port`. */
  readonly urls?: (address: string) => readonly string[];
  /** Further settings of the service. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Debian's coturn for calls within this machine, with the settings of the service for it. */
export interface RunningTurn extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  /** All that it said. */
  text(): string;
  /** Ends it at once, with all that goes through it. */
  kill(): Promise<void>;
  /** Starts it again where it was. */
  revive(): Promise<void>;
}

const SECRET = crypto.getRandomValues(new Uint8Array(32)).toHex();

/** Starts it on a free port of 127.0.0.1; peers there are allowed, which no real relay should do. */
export async function loopbackTurn(options: LoopbackTurn = {}): Promise<RunningTurn> {
  const { lines = [], secret = SECRET, urls = both, env = {} } = options;
  const port = freePort();
  const conf = await Deno.makeTempFile({ suffix: ".conf" });
  const settings = [
    `listening-port=${port}`,
    "listening-ip=127.0.0.1",
    "relay-ip=127.0.0.1",
    "allow-loopback-peers",
    "use-auth-secret",
    `static-auth-secret=${secret}`,
    "realm=call.example",
    "fingerprint",
    "no-cli",
    "no-tls",
    "no-dtls",
    "simple-log",
    "log-file=stdout",
    "pidfile=",
    ...lines,
  ];
  await Deno.writeTextFile(conf, settings.join("\n"));
  const begin = async () => {
    const begun = daemon("turnserver", ["-c", conf]);
    await listens(port);
    return begun;
  };
  let server = await begin();
  return {
    env: { TURN_URLS: urls(`127.0.0.1:${port}`).join(","), TURN_SECRET: SECRET, ...env },
    text: () => server.text(),
    kill: () => server.kill(),
    async revive() {
      server = await begin();
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(conf);
    },
  };
}

const both = (address: string) => [
  `turn:${address}?transport=udp`,
  `turn:${address}?transport=tcp`,
];

/** It writes its log in blocks: that it takes connections is how one knows. */
async function listens(port: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    try {
      return (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("coturn does not listen");
}
