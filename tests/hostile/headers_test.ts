import { assertEquals } from "@std/assert";
import { HEADERS } from "../../routes/security.ts";
import { CONNECTION_LIMITS, member, POLICY, service, still } from "../harness/service.ts";
import { connectionLimits } from "../../routes/limits/connection_limits.ts";

const info = { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 1 } } as const;
const room = "r".repeat(22);
const get = (path: string, init?: RequestInit) => new Request(`http://call.example${path}`, init);
const { id, protocols } = await member();
const forged = (await member()).protocols.join(", ").replace(/ .{22}/, ` ${id}`);
const hands = {
  host: "call.example",
  origin: "http://call.example",
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
  "sec-websocket-protocol": protocols.join(", "),
};
const page = await service().handle(get("/"), info);
const tag = page.headers.get("etag") ?? "";
const fault = () => {
  throw new TypeError("bug");
};

type Options = Parameters<typeof service>[0];
const everything: [string, number, Request, Options?][] = [
  ["the page", 200, get("/")],
  ["the page without its body", 200, get("/", { method: "HEAD" })],
  ["the page that the browser has", 304, get("/", { headers: { "if-none-match": tag } })],
  ["the page in another coding", 200, get("/", { headers: { "accept-encoding": "br" } })],
  ["an asset", 200, get("/assets/main-1.js")],
  ["a part of an asset", 200, get("/assets/main-1.js", { headers: { range: "bytes=0-1" } })],
  ["health", 200, get("/healthz")],
  ["counts, asked from outside", 404, get("/metrics")],
  ["a socket without a handshake", 426, get(`/ws/${room}`)],
  ["a bad room", 404, get("/ws/short")],
  ["nothing", 404, get("/nope")],
  ["a wrong method", 405, get("/", { method: "DELETE" })],
  ["a preflight", 405, get(`/ws/${room}`, { method: "OPTIONS", headers: { origin: "https://x" } })],
  ["a large body", 413, get("/", { method: "POST", body: "x".repeat(20_000) })],
  ["a long address", 414, get(`/${"x".repeat(3000)}`)],
  ["another host", 421, get("/"), { publicHosts: ["other.example"] }],
  ["an evil origin", 403, get(`/ws/${room}`, { headers: { ...hands, origin: "https://evil" } })],
  [
    "a forged token",
    401,
    get(`/ws/${room}`, {
      headers: { ...hands, "sec-websocket-protocol": forged },
    }),
  ],
  ["a full server", 503, get(`/ws/${room}`, { headers: hands }), { memoryIsShort: () => true }],
  ["a full address", 429, get(`/ws/${room}`, { headers: hands }), {
    connections: {
      ...connectionLimits(CONNECTION_LIMITS, still),
      admit: () => "too_many_from_address",
    },
  }],
  ["one fault too many", 429, get("/nope"), {
    connections: { ...connectionLimits(CONNECTION_LIMITS, still), countFault: () => false },
  }],
  ["a bug of ours", 500, get("/"), {
    sites: { current: fault, kept: fault },
  }],
];

for (const [name, status, request, options] of everything) {
  Deno.test(`security headers: ${name} (${status}) carries every security header, and none that tells or opens`, async () => {
    for (const hsts of [null, 0, 31_536_000]) {
      const response = await service({ ...options, policy: { ...POLICY, hsts } }).handle(
        request.clone(),
        info,
      );
      await response.body?.cancel();
      assertEquals(response.status, status);
      for (const [header, value] of Object.entries(HEADERS)) {
        assertEquals(response.headers.get(header), value, header);
      }
      const only = hsts === null ? null : `max-age=${hsts}`;
      assertEquals(response.headers.get("strict-transport-security"), only);
      const caching = response.headers.get("cache-control");
      if (status >= 400) assertEquals(caching, "no-store");
      else assertEquals(caching !== null, true);
      for (
        const header of ["server", "x-powered-by", "set-cookie", "location", "content-disposition"]
      ) {
        assertEquals(response.headers.get(header), null, header);
      }
      for (const [header] of response.headers) {
        // The one thing that anybody may read: that its pages are not served here.
        if (name === "an evil origin" && header === "access-control-allow-origin") continue;
        assertEquals(header.startsWith("access-control-"), false, header);
      }
    }
  });
}

Deno.test("B13: there is no parameter that leads elsewhere: the page is the same bytes", async () => {
  const { handle } = service();
  const plain = await (await handle(get("/"), info)).text();
  for (const query of ["?next=//evil", "?url=https://evil", "?redirect=%2f%2fevil"]) {
    const response = await handle(get(`/${query}`), info);
    assertEquals([response.status, response.headers.get("location")], [200, null]);
    assertEquals(await response.text(), plain);
  }
});

Deno.test("B14: the eleventh fault of an address in a minute hears 429; what pages ask is none", async () => {
  let now = 1e12;
  const { handle } = service({ connections: connectionLimits(CONNECTION_LIMITS, () => now) });
  const ask = async (path: string, from = "192.0.2.1", headers = {}) => {
    const response = await handle(get(path, { headers }), {
      remoteAddr: { ...info.remoteAddr, hostname: from },
    });
    return [response.status, await response.text()];
  };
  const guess = (at: number) => `/ws/${`${at}`.padEnd(22, "x")}`;
  // A hundred pages of an office whose socket does not open each ask why, by a plain GET. A room
  // that is there and one that is not are told apart by nothing.
  const why = async () => {
    for (let at = 0; at < 100; at++) {
      assertEquals(await ask(guess(at)), [426, '{"error":"upgrade_required"}']);
      const strange = await ask(guess(at), "192.0.2.1", { origin: "https://page.example" });
      assertEquals(strange, [403, '{"error":"origin_forbidden"}']);
    }
  };
  await why();
  for (let at = 0; at < 10; at++) assertEquals((await ask("/api/rooms"))[0], 404);
  const enough = [429, '{"error":"rate_limited"}'];
  assertEquals(await ask("/api/rooms"), enough);
  assertEquals(await ask("/ws/short"), enough);
  await why();
  assertEquals((await ask("/"))[0], 200);
  assertEquals((await ask("/api/rooms", "192.0.2.2"))[0], 404);
  now += 60_000;
  assertEquals((await ask("/api/rooms"))[0], 404);
});
