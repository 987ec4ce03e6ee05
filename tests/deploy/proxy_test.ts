import { assert, assertEquals, assertMatch } from "@std/assert";
import { connectionLimits } from "../../routes/limits/connection_limits.ts";
import { daemon, lacks } from "../harness/daemon.ts";
import { compose, ROOT, shipped } from "../harness/deploy_files.ts";
import {
  askBy,
  caddy,
  haproxy,
  joinBy,
  nginx,
  nginxWith,
  readmeBlock,
  type StartFront,
} from "../harness/proxy.ts";
import type { Page } from "../harness/socket_page.ts";
import { CONNECTION_LIMITS, type Listening, serve } from "../harness/service.ts";
import { fromFileUrl } from "../harness/paths.ts";

const fronts: Readonly<Record<string, StartFront>> = { caddy, nginx, haproxy };
const CADDYFILE = fromFileUrl(new URL("deploy/Caddyfile", ROOT));
const room = (at: number) => `room-${at}`.padEnd(22, "_");
const host = ({ port }: Listening) => `127.0.0.1:${port}`;

Deno.test({
  name: "Caddyfile: valid, for a public name too",
  ignore: lacks("caddy"),
  async fn() {
    for (const DOMAIN of ["localhost", "call.example.org"]) {
      const args = ["validate", "--config", CADDYFILE, "--adapter", "caddyfile"];
      await using server = daemon("caddy", args, { DOMAIN });
      assert((await server.status).success, server.text());
      assertMatch(server.text(), /Valid configuration/);
    }
  },
});

Deno.test("Caddyfile: no variable without a default, so no directive whose argument may be missing", () => {
  const directives = shipped("Caddyfile").replace(/^\s*#.*$/gm, "");
  const variables = [...directives.matchAll(/\{\$(\w+)(:[^}]+)?\}/g)];
  assert(variables.length > 0);
  assertEquals(variables.filter(([, , fallback]) => !fallback).map(([, name]) => name), []);
  // One listener for all: what `bind` means without an address differs between 2.8 and 2.9.
  assertEquals(/^\s*(?:default_)?bind\b/m.test(directives), false);
});

Deno.test({
  name: "Caddyfile: with the environment of compose.yaml alone it listens on 80 and 443",
  ignore: lacks("caddy") || lacks("unshare", "util-linux") || Deno.uid() !== 0,
  async fn() {
    const { environment = {} } = compose().services.caddy ?? {};
    assertEquals(Object.keys(environment), ["DOMAIN"]);
    const data = await Deno.makeTempDir();
    // A network of its own, where these ports are free and nobody else is reached.
    const args = ["--net", "caddy", "run", "--config", CADDYFILE];
    {
      await using server = daemon("unshare", args, {
        DOMAIN: "localhost",
        XDG_DATA_HOME: data,
        XDG_CONFIG_HOME: data,
      });
      await server.until(/serving initial configuration/);
      const table = await Deno.readTextFile(`/proc/${server.pid}/net/tcp6`);
      const listening = [...table.matchAll(/:([0-9A-F]{4}) 0{32}:0000 0A /g)]
        .map(([, port = ""]) => parseInt(port, 16));
      assertEquals(listening.toSorted((a, b) => a - b), [80, 443]);
    }
    await Deno.remove(data, { recursive: true });
  },
});

for (const [name, start] of Object.entries(fronts)) {
  Deno.test({
    name: `${name}: tells the process who asks, and believes nobody else`,
    ignore: lacks(name),
    async fn() {
      const asked = new Map<string, Headers>();
      await using upstream = Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen() {} },
        (request) => {
          asked.set(new URL(request.url).pathname, new Headers([...request.headers]));
          return new Response("here", { headers: { server: "secret" } });
        },
      );
      await using front = await start([`127.0.0.1:${upstream.addr.port}`]);
      for (const path of ["page", `ws/${room(1)}`]) {
        const answer = await askBy(front, path, {
          "x-forwarded-for": "8.8.8.8",
          forwarded: "for=_hidden",
        });
        assertEquals(answer.text, "here");
        // HSTS is the operator's to ask for, with HSTS_SECONDS.
        assertEquals(answer.headers.get("strict-transport-security"), null);
        const heard = asked.get(`/${path}`);
        assertEquals(heard?.get("x-forwarded-for"), "127.0.0.1");
        assertEquals(heard?.get("forwarded"), null);
        assertEquals(heard?.get("host"), new URL(front.address).host);
      }
    },
  });

  Deno.test({
    name: `${name}: a process that is short of memory gets no newcomers: 40 of 40 are let in`,
    ignore: lacks(name),
    fn: () => newcomers(start),
  });

  Deno.test({
    name: `${name}: when every process refuses newcomers, the page comes, and hears when to return`,
    ignore: lacks(name),
    async fn() {
      const full = () =>
        serve({ connections: connectionLimits({ ...CONNECTION_LIMITS, sockets: 0 }, Date.now) });
      await using one = await full();
      await using two = await full();
      await using front = await start([host(one), host(two)]);
      const probed = () => one.meter.read("http", "503") + two.meter.read("http", "503") > 0;
      // nginx asks nobody before it sends a visitor there.
      while (name !== "nginx" && !probed()) await askBy(front, "");
      for (let at = 0; at < 2; at++) {
        assertEquals((await askBy(front, "")).status, 200);
        const why = await askBy(front, `ws/${room(at)}`);
        assertEquals([why.status, why.text], [503, '{"error":"overloaded"}']);
        assertEquals(why.headers.get("retry-after"), "10");
      }
    },
  });
}

/** Newcomers behind a proxy, while one of two processes is short of memory. */
async function newcomers(start: StartFront): Promise<void> {
  let short = false;
  await using one = await serve({ memoryIsShort: () => short });
  await using two = await serve();
  await using front = await start([host(one), host(two)]);
  await using people = new AsyncDisposableStack();
  const enter = async (name: string): Promise<boolean> => {
    const page = await joinBy(front, name).catch(() => null);
    if (page) people.defer(() => leave(page));
    return page !== null;
  };
  // Until somebody is there whose room the proxy gives to the first process.
  let at = 0;
  while (one.hub.sockets === 0) assert(await enter(room(at++)));
  const theirs = room(at - 1);
  short = true;
  // The proxy learns it by asking: until then it may send somebody there in vain.
  while (!await enter(theirs));
  let inside = 0;
  for (let more = 0; more < 40; more++) if (await enter(room(100 + more))) inside++;
  assertEquals(inside, 40);
  assertEquals(one.hub.sockets, 1, "the open socket stays");
  short = false;
  // Their room is where it was: the proxy goes back there.
  while (one.hub.sockets === 1) {
    const page = await joinBy(front, theirs);
    if (one.hub.sockets === 1) await leave(page);
    else people.defer(() => leave(page));
  }
}

async function leave({ socket, closed }: Page): Promise<void> {
  socket.close();
  await closed;
}

Deno.test({
  name: "Caddy: counts stay inside, and no answer names the software",
  ignore: lacks("caddy"),
  async fn() {
    await using one = await serve();
    await using front = await caddy([host(one)]);
    const { status, headers } = await askBy(front, "metrics");
    assertEquals([status, headers.get("server")], [404, null]);
    assertEquals((await askBy(front, "")).headers.get("server"), null);
  },
});

Deno.test({
  name: "nginx as installed: its Host is not the page's, so no call begins, and counts stay inside",
  ignore: lacks("nginx"),
  async fn() {
    const plain = (more: string) => `
      server {
        listen 443 ssl;
        ssl_certificate /etc/ssl/call.pem;
        ssl_certificate_key /etc/ssl/call.pem;
        location / { proxy_pass http://10.0.0.1:8000; ${more} }
      }`;
    await using one = await serve();
    await using front = await nginxWith(plain(""), [host(one)]);
    const origin = new URL(front.address).origin;
    const socket = await askBy(front, `ws/${room(1)}`, { origin });
    assertEquals([socket.status, socket.text], [403, '{"error":"origin_forbidden"}']);
    assertEquals((await askBy(front, "metrics")).status, 404);
    // The control: with Host alone the origin is right, and the Upgrade is what is missing.
    await using named = await nginxWith(plain("proxy_set_header Host $http_host;"), [host(one)]);
    const right = await askBy(named, `ws/${room(1)}`, { origin: new URL(named.address).origin });
    assertEquals([right.status, right.text], [426, '{"error":"upgrade_required"}']);
    assertEquals((await askBy(named, "metrics")).status, 404);
  },
});

Deno.test("README: both languages show the same configuration of nginx and HAProxy", () => {
  for (const language of ["nginx", "haproxy"]) {
    assertEquals(readmeBlock("README.zh-CN.md", language), readmeBlock("README.md", language));
  }
});
