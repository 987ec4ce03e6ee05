import { daemon, freePort, where } from "./daemon.ts";

/** Options that differ from test to test. */
export interface LoopbackTurn {
  /** Further lines of coturn's configuration. */
  readonly lines?: readonly string[];
  /** The secret that coturn believes in, when it is not the service's. */
  readonly secret?: string;
  /** The URLs that pages are given, from coturn's own `host:port`. */
  readonly urls?: (address: string) => readonly string[];
  /** Further settings of the service. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it is, instead of on 127.0.0.1; the first is where it is seen to listen. */
  readonly addresses?: readonly string[];
  /** The words that run it in another namespace. */
  readonly enter?: readonly string[];
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

/** Address of this machine that is no loopback, if it has one: Firefox pairs no other one with those. */
export const outerAddress = (): string =>
  Deno.networkInterfaces().find(({ family, address }) => {
    return family === "IPv4" && !address.startsWith("127.");
  })?.address ?? "127.0.0.1";

const SECRET = crypto.getRandomValues(new Uint8Array(32)).toHex();

/** Starts it on a free port of 127.0.0.1; peers there are allowed, which no real relay should do. */
export async function loopbackTurn(options: LoopbackTurn = {}): Promise<RunningTurn> {
  const { lines = [], secret = SECRET, urls = both, env = {}, enter = [] } = options;
  const { addresses = ["127.0.0.1"] } = options;
  const [first = ""] = addresses;
  const port = freePort();
  const conf = await Deno.makeTempFile({ suffix: ".conf" });
  const settings = [
    `listening-port=${port}`,
    ...addresses.flatMap((one) => [`listening-ip=${one}`, `relay-ip=${one}`]),
    "allow-loopback-peers",
    "use-auth-secret",
    `static-auth-secret=${secret}`,
    "realm=call.example",
    "fingerprint",
    "no-cli",
    ...(lines.some((line) => line.startsWith("cert=")) ? [] : ["no-tls"]),
    "no-dtls",
    "simple-log",
    "log-file=stdout",
    "pidfile=",
    ...lines,
  ];
  await Deno.writeTextFile(conf, settings.join("\n"));
  const begin = async () => {
    const [program = "", ...args] = [...enter, where("turnserver") ?? "turnserver", "-c", conf];
    const begun = daemon(program, args);
    await listens(first, port);
    return begun;
  };
  let server = await begin();
  return {
    env: { TURN_URLS: urls(`${first}:${port}`).join(","), TURN_SECRET: SECRET, ...env },
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
async function listens(hostname: string, port: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    try {
      return (await Deno.connect({ hostname, port })).close();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("coturn does not listen");
}
