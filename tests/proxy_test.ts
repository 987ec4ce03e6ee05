import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Daemon, daemon, freePort, lacks, where } from "./fakes/daemon.ts";
import { filledIn, interpolate, ROOT, service, words } from "./fakes/deploy.ts";
import { type Process, start } from "./fakes/process.ts";
import { connect } from "./fakes/raw.ts";
import { member } from "./fakes/service.ts";

const ignore = [lacks("caddy"), lacks("nats-server")].some(Boolean);
const file = (name: string) => new URL(`deploy/${name}`, ROOT).pathname;
const room = "r".repeat(22);

/** Caddy with the shipped file, and a way to reach it that trusts its certificate. */
interface Front extends AsyncDisposable {
  readonly address: string;
  readonly client: Deno.HttpClient;
  readonly server: Daemon;
}

async function front(upstreams: readonly string[], port = freePort()): Promise<Front> {
  const data = await Deno.makeTempDir();
  const server = daemon("caddy", ["run", "--config", file("Caddyfile")], {
    DOMAIN: "localhost",
    UPSTREAMS: upstreams.join(" "),
    BIND: "127.0.0.1",
    HTTP_PORT: `${freePort()}`,
    HTTPS_PORT: `${port}`,
    XDG_DATA_HOME: data,
    XDG_CONFIG_HOME: data,
  });
  const clean = async () => {
    await server[Symbol.asyncDispose]();
    await Deno.remove(data, { recursive: true });
  };
  try {
    await server.until(/certificate obtained successfully/);
    const root = `${data}/caddy/pki/authorities/local/root.crt`;
    const client = Deno.createHttpClient({ caCerts: [await Deno.readTextFile(root)] });
    const address = `https://localhost:${port}/`;
    await answers(`${address}metrics`, client);
    return {
      address,
      client,
      server,
      async [Symbol.asyncDispose]() {
        client.close();
        await clean();
      },
    };
  } catch (fault) {
    await clean();
    throw fault;
  }
}

/** Between having the certificate and using it Caddy refuses handshakes. */
async function answers(address: string, client: Deno.HttpClient): Promise<void> {
  for (const until = performance.now() + 5000;;) {
    try {
      return await (await fetch(address, { client })).body?.cancel();
    } catch (fault) {
      if (performance.now() > until) throw fault;
    }
  }
}

/** A page's socket through the proxy, and what it hears. */
async function join(at: Front) {
  const { id, protocols } = await member();
  const origin = new URL(at.address).origin;
  const options = { protocols, client: at.client, headers: { origin } };
  const socket = new WebSocket(`${at.address.replace("http", "ws")}ws/${room}`, options as never);
  const heard: string[] = [];
  const ended = Promise.withResolvers<number>();
  let wake = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => {
    heard.push(String(data));
    wake.resolve();
    wake = Promise.withResolvers();
  };
  socket.onclose = ({ code }) => {
    ended.resolve(code);
    wake.resolve();
  };
  const hears = async (form: RegExp) => {
    const timer = setTimeout(() => socket.close(), 8000);
    while (!heard.some((frame) => form.test(frame))) {
      if (socket.readyState > 1) throw new Error(`closed before ${form}: ${heard}`);
      await wake.promise;
    }
    clearTimeout(timer);
  };
  await hears(/"welcome"/);
  return { id, socket, closed: ended.promise, hears };
}

/** Asked as Caddy asks: under the public name, which fetch would not send. */
async function sockets({ address }: Process): Promise<number> {
  using raw = await connect(Number(new URL(address).port));
  await raw.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  return Number(/"sockets":(\d+)/.exec(await raw.until(/\}$/))?.[1]);
}

/** A process with the image's command and compose's settings, on this machine alone. */
async function app(bus: string, front: number, values: Record<string, string>): Promise<Process> {
  const set = Object.entries(service("app1").environment ?? {});
  const env = Object.fromEntries(set.map(([name, text]) => [name, interpolate(text, values)]));
  const [, ...rest] = words("CMD");
  return await start({
    command: [Deno.execPath(), ...rest],
    env: {
      ...env,
      HOST: "127.0.0.1",
      PORT: "0",
      BUS_URL: env.BUS_URL?.replace("nats:4222", bus) ?? "",
      // The proxy's port is not 443 here, so pages name it.
      PUBLIC_HOSTS: `localhost,localhost:${front}`,
    },
  });
}

Deno.test({
  name: "the Caddyfile is valid, for a public name too",
  ignore,
  async fn() {
    for (const DOMAIN of ["localhost", "call.example.org"]) {
      await using caddy = daemon(
        "caddy",
        ["validate", "--config", file("Caddyfile"), "--adapter", "caddyfile"],
        { DOMAIN },
      );
      assert((await caddy.status).success, caddy.text());
      assertMatch(caddy.text(), /Valid configuration/);
    }
    assert(where("caddy") !== null);
  },
});

Deno.test({
  name: "Caddy tells the process who asks, and believes nobody else; counts stay inside",
  ignore,
  async fn() {
    const asked = new Map<string, Headers>();
    await using upstream = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => {
        const { pathname } = new URL(request.url);
        asked.set(pathname, new Headers([...request.headers]));
        return new Response(pathname, { headers: { server: "secret" } });
      },
    );
    await using caddy = await front([`127.0.0.1:${upstream.addr.port}`]);
    const { client, address } = caddy;
    const response = await fetch(`${address}page`, {
      client,
      headers: { "x-forwarded-for": "8.8.8.8", "x-forwarded-host": "evil.example" },
    });
    assertEquals(await response.text(), "/page");
    assertMatch(response.headers.get("strict-transport-security") ?? "", /^max-age=\d{8}$/);
    assertEquals(response.headers.get("server"), null);
    const page = asked.get("/page");
    assertEquals(page?.get("x-forwarded-for"), "127.0.0.1");
    assertEquals(page?.get("x-forwarded-proto"), "https");
    assertEquals(page?.get("x-forwarded-host"), new URL(address).host);
    assertEquals(page?.get("host"), new URL(address).host);
    const metrics = await fetch(`${address}metrics`, { client });
    await metrics.body?.cancel();
    assertEquals(metrics.status, 404);
    assertEquals(asked.has("/metrics"), false);
  },
});

Deno.test({
  name: "compose without Docker: two processes behind Caddy, one room across them, one goes away",
  ignore,
  async fn() {
    const values = filledIn();
    const { NATS_USER = "", NATS_PASSWORD = "" } = values;
    await using nats = daemon(
      "nats-server",
      ["-c", file("nats.conf"), "-a", "127.0.0.1", "-p", "-1"],
      { NATS_USER, NATS_PASSWORD },
    );
    const [, bus] = await nats.until(/127\.0\.0\.1:(\d+)[^]*Server is ready/);
    const port = freePort();
    await using stack = new AsyncDisposableStack();
    const both = await Promise.all([0, 1].map(() => app(`127.0.0.1:${bus}`, port, values)));
    const [one, two] = both.map((process) => stack.use(process));
    assert(one && two);
    const caddy = stack.use(await front(both.map(({ address }) => new URL(address).host), port));

    const page = await fetch(caddy.address, { client: caddy.client });
    assertMatch(await page.text(), /<!doctype html>/i);

    const ann = await join(caddy);
    const bo = await join(caddy);
    assertEquals(await Promise.all([sockets(one), sockets(two)]), [1, 1]);
    await ann.hears(new RegExp(bo.id));

    one.kill("SIGTERM");
    // Whose process that was hears 1012 through the proxy, waits the second that it was told, and
    // is let in by the other process, although Caddy may not yet know that the first is gone.
    assertEquals(await Promise.race([ann.closed, bo.closed]), 1012);
    assertEquals((await one.status).code, 0);
    const again = await join(caddy);
    assertEquals(await sockets(two), 2);
    for (const { socket } of [ann, bo, again]) socket.close();
    await Promise.all([ann.closed, bo.closed, again.closed]);
  },
});
