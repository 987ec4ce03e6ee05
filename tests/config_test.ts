import { assertEquals } from "@std/assert";
import { readConfig } from "../config.ts";

const read = (env: Record<string, string>, ...args: string[]) =>
  readConfig((name) => env[name], args);
function good(env: Record<string, string>, ...args: string[]) {
  const result = read(env, ...args);
  if (!result.ok) throw new Error(result.problems.join("; "));
  return result.config;
}

Deno.test("without settings: this machine only, port 8000, nothing else open", () => {
  const { limits, ...config } = good({});
  assertEquals(config, {
    listen: {
      port: 8000,
      host: "127.0.0.1",
      publicHosts: [],
      pageOrigins: [],
      frameAncestors: [],
      signalUrl: "",
      allowNoOrigin: false,
      tls: null,
      hstsSeconds: null,
      trustedProxies: [],
    },
    turn: { urls: [], credentials: { kind: "none" } },
    connections: {
      sockets: 5000,
      perAddress: 200,
      viewers: 20,
      joins: 300,
      rooms: 300,
      faults: 10,
      loopbackFree: true,
    },
    memoryMiB: 320,
    isolates: 1,
    bus: null,
    clusterKey: null,
    metricsToken: null,
    deploy: false,
    lan: false,
    dev: false,
  });
  assertEquals(limits, {
    messages: 60,
    burst: 200,
    bytes: 262144,
    buffered: 1048576,
    malformed: 3,
    ices: 6,
    reports: 20,
    beat: 5,
    away: 20,
    silent: 33,
    lost: 15,
    offers: 30,
    standing: 30,
    candidates: 200,
  });
});

Deno.test("readConfig: every setting is read", () => {
  const secret = "7f3a9c0e51d2b864".repeat(2);
  const config = good({
    PORT: " 0 ",
    HOST: "::",
    PUBLIC_HOSTS: "Call.Example, b.example:8443",
    PAGE_ORIGINS: "https://page.example,http://x:1",
    FRAME_ANCESTORS: "https://intranet.example,http://127.0.0.1:8080",
    ALLOW_NO_ORIGIN: "1",
    TLS_CERT: "c",
    TLS_KEY: "k",
    HSTS_SECONDS: "31536000",
    TURN_URLS: "turn:T.example:3478,stun:s",
    TURN_SECRET: secret,
    MAX_CONNS: "7",
    MAX_PER_ADDRESS: "0",
    JOINS_PER_ADDRESS: "8",
    ROOMS_PER_ADDRESS: "9",
    TRUSTED_PROXIES: "10.0.0.0/8, ::1",
    MEMORY_MIB: "99",
    RATE_MESSAGES: "1000",
    RATE_BYTES: "32768",
  }, "--dev");
  assertEquals([config.listen.port, config.listen.host, config.dev, config.lan], [
    0,
    "::",
    true,
    false,
  ]);
  assertEquals(config.listen.publicHosts, ["call.example", "b.example:8443"]);
  assertEquals(config.listen.pageOrigins, ["https://page.example", "http://x:1"]);
  assertEquals(config.listen.frameAncestors, ["https://intranet.example", "http://127.0.0.1:8080"]);
  assertEquals([config.listen.allowNoOrigin, config.listen.tls], [true, { cert: "c", key: "k" }]);
  assertEquals([config.listen.hstsSeconds, good({ HSTS_SECONDS: "0" }).listen.hstsSeconds], [
    31_536_000,
    0,
  ]);
  assertEquals(config.turn, {
    urls: ["turn:T.example:3478", "stun:s"],
    credentials: { kind: "secret", secrets: [secret], ttl: 600 },
  });
  const { sockets, perAddress, joins, rooms, loopbackFree } = config.connections;
  assertEquals([sockets, perAddress, joins, rooms, loopbackFree], [7, 0, 8, 9, false]);
  assertEquals(config.listen.trustedProxies, [
    { base: 0xffff_0a00_0000n, bits: 104 },
    { base: 1n, bits: 128 },
  ]);
  assertEquals(config.memoryMiB, 99);
  assertEquals([config.limits.messages, config.limits.burst, config.limits.bytes], [
    1000,
    1000,
    32768,
  ]);
});

Deno.test("readConfig: --lan listens everywhere unless HOST says otherwise; so does Deno Deploy", () => {
  assertEquals(good({}, "--lan").listen.host, "0.0.0.0");
  assertEquals(good({ HOST: "192.0.2.1" }, "--lan").listen.host, "192.0.2.1");
  assertEquals(good({ DENO_DEPLOY: "true" }).listen.host, "0.0.0.0");
});

Deno.test("readConfig: an empty variable counts as absent", () => {
  assertEquals(good({ PORT: "", HOST: " ", TURN_SECRET: "", PUBLIC_HOSTS: " , " }), good({}));
});

const bad: [Record<string, string>, string][] = [
  [{ PORT: "65536" }, "PORT"],
  [{ PORT: "-1" }, "PORT"],
  [{ PORT: "80a" }, "PORT"],
  [{ PORT: "1e3" }, "PORT"],
  [{ PUBLIC_HOSTS: "https://a" }, "PUBLIC_HOSTS"],
  [{ PAGE_ORIGINS: "a.example" }, "PAGE_ORIGINS"],
  [{ PAGE_ORIGINS: "https://a.example/" }, "PAGE_ORIGINS"],
  [{ FRAME_ANCESTORS: "*" }, "FRAME_ANCESTORS"],
  [{ FRAME_ANCESTORS: "https://*.example" }, "FRAME_ANCESTORS"],
  [{ FRAME_ANCESTORS: "https://a.example;script-src" }, "FRAME_ANCESTORS"],
  [{ ALLOW_NO_ORIGIN: "yes" }, "ALLOW_NO_ORIGIN"],
  [{ MAX_CONNS: "0" }, "MAX_CONNS must be a whole number from 2 to"],
  [{ MEMORY_MIB: "0" }, "MEMORY_MIB must be a whole number from 64 to"],
  [{ MEMORY_MIB: "40" }, "MEMORY_MIB must be"],
  [{ RATE_MESSAGES: "0" }, "RATE_MESSAGES must be a whole number from 10 to"],
  [{ RATE_BYTES: "0" }, "RATE_BYTES must be a whole number from 32768 to"],
  [{ WORKERS: "0" }, "WORKERS must be a whole number from 1 to 64"],
  [{ TLS_CERT: "c" }, "TLS_CERT and TLS_KEY"],
  [{ TLS_KEY: "k" }, "TLS_CERT and TLS_KEY"],
  [{ HSTS_SECONDS: "on" }, "HSTS_SECONDS"],
  [{ MAX_CONNS: "many" }, "MAX_CONNS"],
  [{ TRUSTED_PROXIES: "10.0.0.0/33" }, "TRUSTED_PROXIES"],
  [{ TRUSTED_PROXIES: "10.0.0.0/8,proxy.example" }, "TRUSTED_PROXIES"],
];
for (const [env, words] of bad) {
  Deno.test(`readConfig: ${JSON.stringify(env).slice(0, 60)} is refused in words that name ${words}`, () => {
    const result = read(env);
    if (result.ok) throw new Error("accepted");
    assertEquals(
      result.problems.some((line) => line.includes(words)),
      true,
      result.problems.join(),
    );
    for (const value of Object.values(env)) {
      if (value.length > 7) assertEquals(result.problems.join().includes(value), false, "echoed");
    }
  });
}

Deno.test("readConfig: all problems are told at once", () => {
  const result = read({ PORT: "x", MAX_CONNS: "x", TLS_CERT: "c" }, "--what");
  assertEquals(!result.ok && result.problems.length, 4);
});

Deno.test("readConfig: the bus, its key and the metrics are read, and checked", () => {
  const key = "k".repeat(32);
  const config = good({
    BUS_URL: "tls://user:pass@bus.example:4222",
    BUS_CA: "-----BEGIN CERTIFICATE-----",
    CLUSTER_KEY: key,
    METRICS_TOKEN: "m".repeat(16),
    WORKERS: "3",
    DENO_DEPLOY: "1",
  });
  assertEquals(config.bus, {
    url: "tls://user:pass@bus.example:4222",
    protocol: "tls:",
    servers: ["bus.example:4222"],
    login: { user: "user", pass: "pass" },
    creds: null,
    ca: "-----BEGIN CERTIFICATE-----",
  });
  assertEquals([config.clusterKey, config.metricsToken], [key, "m".repeat(16)]);
  assertEquals([config.isolates, config.deploy], [3, true]);
  assertEquals(good({ WORKERS: "3" }, "--isolates=2").isolates, 2);
  const bad: Record<string, string>[] = [
    { BUS_URL: "redis://x", CLUSTER_KEY: key },
    { BUS_URL: "nats://", CLUSTER_KEY: key },
    { BUS_URL: "nats://x" },
    { BUS_URL: "nats://a:4222,b:", CLUSTER_KEY: key, BUS_CA: "/etc/ca.pem" },
    { BUS_URL: "nats://a:4222,b:x", CLUSTER_KEY: key },
    { BUS_URL: "wss://a,b", CLUSTER_KEY: key },
    { BUS_URL: "nats://user:100%@a", CLUSTER_KEY: key },
    { CLUSTER_KEY: "short" },
    { METRICS_TOKEN: "short" },
    { WORKERS: "many" },
  ];
  for (const env of bad) assertEquals(read(env).ok, false, JSON.stringify(env));
  for (const given of ["all", "0", "65", ""]) {
    const result = read({}, `--isolates=${given}`);
    assertEquals(result, {
      ok: false,
      problems: ["--isolates must be a whole number from 1 to 64"],
    });
  }
});

Deno.test("readConfig: the signaling's address is an origin, and can smuggle nothing into the policy", () => {
  assertEquals(good({}).listen.signalUrl, "");
  assertEquals(
    good({ SIGNAL_URL: " HTTPS://Signal.Example:444 " }).listen.signalUrl,
    "https://signal.example:444",
  );
  assertEquals(good({ SIGNAL_URL: "http://[::1]:8001" }).listen.signalUrl, "http://[::1]:8001");
  for (
    const bad of [
      "signal.example",
      "wss://a",
      "https://a/b",
      "https://a;script-src *",
      "https://a 'x'",
    ]
  ) {
    assertEquals(read({ SIGNAL_URL: bad }).ok, false, bad);
  }
});
