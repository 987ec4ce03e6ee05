import { assert, assertEquals, assertMatch } from "@std/assert";
import { choose } from "../../routes/assets.ts";
import { HEADERS } from "../../routes/security.ts";
import { member, POLICY, service } from "../harness/service.ts";

const info = { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 1 } } as const;
const room = "r".repeat(22);
const get = (path: string, init?: RequestInit) => new Request(`http://call.example${path}`, init);

async function ask(request: Request, options: Parameters<typeof service>[0] = {}) {
  const response = await service(options).handle(request, info);
  return { response, status: response.status, body: await response.text() };
}

Deno.test("app: the policy allows own scripts and nothing inline, and no Trusted Types policy", () => {
  const policy = HEADERS["content-security-policy"] ?? "";
  for (
    const directive of [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "trusted-types rtc-worker rtc-effects",
      "require-trusted-types-for 'script'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]
  ) {
    assert(policy.split("; ").includes(directive), directive);
  }
  assertEquals(
    /unsafe-(?:inline|eval)'|\*|https?:|wss?:/.test(policy.replace("'wasm-unsafe-eval'", "")),
    false,
  );
});

Deno.test("app: only named origins may frame the page, and by the policy alone", async () => {
  const framing = async (frameAncestors: readonly string[]) => {
    const { headers } = (await ask(get("/"), { policy: { ...POLICY, frameAncestors } })).response;
    const directives = (headers.get("content-security-policy") ?? "").split("; ");
    return [
      directives.filter((one) => one.startsWith("frame-ancestors")),
      headers.get("x-frame-options"),
    ];
  };
  assertEquals(await framing([]), [["frame-ancestors 'none'"], "DENY"]);
  assertEquals(await framing(["https://a.example", "http://b:1"]), [
    ["frame-ancestors https://a.example http://b:1"],
    null,
  ]);
});

const DELETE = { method: "DELETE" };
const errors: [string, Request, number, string, string?][] = [
  ["an unknown path", get("/nope"), 404, "not_found"],
  ["an unknown asset", get("/assets/nope.js"), 404, "not_found"],
  ["the page under another name", get("/index.html"), 404, "not_found"],
  ["a source map", get("/assets/main-1.js.map"), 404, "not_found"],
  ["a room as a page", get(`/${room}`), 404, "not_found"],
  ["a list of rooms", get("/ws/"), 404, "not_found"],
  ["DELETE of the page", get("/", DELETE), 405, "method_not_allowed", "GET, HEAD"],
  [
    "an unknown method",
    get("/assets/a.js", { method: "FOO" }),
    405,
    "method_not_allowed",
    "GET, HEAD",
  ],
  ["OPTIONS", get("/healthz", { method: "OPTIONS" }), 405, "method_not_allowed", "GET, HEAD"],
  ["DELETE of a room", get(`/ws/${room}`, DELETE), 405, "method_not_allowed", "GET, HEAD, POST"],
  ["POST to a room", get(`/ws/${room}`, { method: "POST" }), 426, "upgrade_required"],
  [
    "16 KiB and a byte",
    get("/", { method: "POST", body: "x".repeat(16_385) }),
    413,
    "content_too_large",
  ],
  ["a long address", get(`/?${"x".repeat(2048)}`), 414, "uri_too_long"],
];
for (const path of ["/metrics", "/debug", "/.env", "/.git/config", "/api/rooms", "/deno.json"]) {
  errors.push([path, get(path), 404, "not_found"]);
}
for (
  const path of [
    "/assets/../main.ts",
    "/assets/%2e%2e/main.ts",
    "/assets/..%2fmain.ts",
    "/assets/..%5cmain.ts",
    "//etc/passwd",
    "/assets/%252e%252e",
    "/assets/%c0%ae",
    "/assets/....//x",
    "/assets/%00",
    "/assets/main-1.js%00.txt",
    "/assets/__proto__",
    "/assets/constructor",
  ]
) {
  errors.push([path, get(path), 404, "not_found"]);
}
for (
  const name of [
    "a/b",
    "%0d%0aX:1",
    "%00",
    "x".repeat(1000),
    "%F0%9F%98%80",
    "%ff",
    "__proto__",
    "r".repeat(21),
    "r".repeat(23),
    `${"r".repeat(21)}*`,
  ]
) {
  const code = name === "a/b" ? "not_found" : "room_id_invalid";
  errors.push([`the room ${name.slice(0, 30)}`, get(`/ws/${name}`), 404, code]);
}
for (const [name, request, status, code, allow] of errors) {
  Deno.test(`${name}: ${status} ${code}, not cached, not echoed`, async () => {
    const { response, status: got, body } = await ask(request.clone());
    assertEquals([got, body], [status, JSON.stringify({ error: code })]);
    assertEquals(response.headers.get("cache-control"), "no-store");
    assertEquals(response.headers.get("content-type"), "application/json");
    assertEquals(response.headers.get("allow"), allow ?? null);
  });
}

Deno.test("app: a body without a length is cut at 16 KiB", async () => {
  let given = 0;
  const body = new ReadableStream({
    pull(controller) {
      given += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  const { status } = await ask(get("/", { method: "POST", body }));
  assertEquals(status, 413);
  assert(given < 64 * 1024, `${given} bytes were read`);
});

Deno.test("app: with PUBLIC_HOSTS other hosts get 421", async () => {
  const publicHosts = ["call.example", "b.example:8443"];
  for (
    const [host, status] of [
      ["call.example", 200],
      ["CALL.example", 200],
      ["b.example:8443", 200],
      ["b.example", 421],
      ["evil.example", 421],
      ["call.example.evil", 421],
    ] as const
  ) {
    // The runtime makes the address from Host; HTTP/2 has the address alone.
    for (const headers of [{ host }, undefined]) {
      const request = new Request(`http://${host}/`, headers ? { headers } : {});
      assertEquals((await ask(request, { publicHosts })).status, status, host);
    }
  }
});

Deno.test("app: a request target that names another host than Host gets 421, whatever is public", async () => {
  const request = (host: string) => get("/", { headers: { host } });
  for (const publicHosts of [[], ["call.example", "evil.example"]]) {
    assertEquals((await ask(request("evil.example"), { publicHosts })).status, 421);
    assertEquals((await ask(request("Call.Example"), { publicHosts })).status, 200);
  }
});

Deno.test("app: the page is asked for again each time, and is the same bytes for everybody", async () => {
  const first = await ask(get("/"));
  assertEquals(first.response.headers.get("cache-control"), "no-cache");
  assertEquals(first.response.headers.get("content-type"), "text/html; charset=utf-8");
  const etag = first.response.headers.get("etag") ?? "";
  for (const header of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
    const again = await ask(get("/", { headers: { "if-none-match": header } }));
    assertEquals([again.status, again.body], [304, ""], header);
    assertEquals(again.response.headers.get("etag"), etag);
  }
  for (const header of ['"x"', "", `${'"x",'.repeat(300)}"y"`]) {
    assertEquals((await ask(get("/", { headers: { "if-none-match": header } }))).status, 200);
  }
  assertEquals((await ask(get("/?x#y"))).body, first.body);
});

Deno.test("app: assets are for ever and come in the coding that was asked for", async () => {
  for (
    const [accept, coding] of [
      ["gzip, deflate, br", "br"],
      ["gzip", "gzip"],
      ["br;q=0, gzip;q=0.5", "gzip"],
      ["", null],
      ["identity", null],
      ["*", "br"],
      ["BR", "br"],
    ] as const
  ) {
    const { response, status } = await ask(
      get("/assets/main-1.js", { headers: { "accept-encoding": accept } }),
    );
    assertEquals([status, response.headers.get("content-encoding")], [200, coding], accept);
    assertEquals(response.headers.get("vary"), "Accept-Encoding");
    assertEquals(response.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assertEquals(response.headers.get("etag")?.endsWith(coding ? `-${coding}"` : '"'), true);
  }
  const identity = new Uint8Array(1);
  assertEquals(choose("br, gzip", { type: "", etag: "", identity }), "identity");
});

Deno.test("app: HEAD has the headers of GET and no body; a range is answered with everything", async () => {
  const [whole, head] = [await ask(get("/")), await ask(get("/", { method: "HEAD" }))];
  assertEquals([head.status, head.body], [200, ""]);
  assertEquals(head.response.headers.get("etag"), whole.response.headers.get("etag"));
  const range = `bytes=${"0-1,".repeat(1000)}0-1`;
  assertEquals((await ask(get("/", { headers: { range } }))).body, whole.body);
});

function fail(words: string): never {
  throw new TypeError(words);
}

Deno.test("app: a bug in a route is 500 with the headers, logged, and says nothing", async () => {
  const { handle, logged } = service({
    sites: { current: () => fail("secret"), kept: () => Promise.resolve(null) },
  });
  const response = await handle(get("/"), info);
  assertEquals([response.status, await response.text()], [500, '{"error":"internal"}']);
  assertEquals(response.headers.get("x-frame-options"), "DENY");
  assertEquals(logged, [{ level: "error", event: "route_error", detail: "TypeError" }]);
});

Deno.test("app: a request whose address cannot be read is 400 with the headers", async () => {
  const request = new Proxy(get("/"), {
    get() {
      throw new TypeError("Invalid URL");
    },
  });
  const response = await service().handle(request, info);
  assertEquals([response.status, await response.text()], [400, '{"error":"bad_request"}']);
  assertEquals(response.headers.get("x-frame-options"), "DENY");
});

Deno.test("app: newcomers are refused while draining, short of memory, or too many", async () => {
  const { protocols } = await member();
  const headers = {
    host: "call.example",
    origin: "http://call.example",
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "sec-websocket-protocol": protocols.join(", "),
  };
  const join = () => get(`/ws/${room}`, { headers });
  const open = {
    full: false,
    check: () => null,
    admit: () => null,
    enter: () => () => {},
    countFault: () => true,
  };
  const cases = [
    [{ memoryIsShort: () => true }, 503, "overloaded", "10"],
    [{ connections: { ...open, full: true } }, 503, "overloaded", "10"],
    [
      { connections: { ...open, check: () => "too_many" as const } },
      503,
      "overloaded",
      "10",
    ],
    [
      { connections: { ...open, check: () => "too_many_from_address" as const } },
      429,
      "too_many_from_address",
      "10",
    ],
  ] as const;
  for (const [options, status, code, after] of cases) {
    const { response, status: got, body } = await ask(join(), options);
    assertEquals([got, body], [status, JSON.stringify({ error: code })]);
    assertEquals(response.headers.get("retry-after"), after);
    // A page cannot read what refuses its upgrade, so it asks without one.
    const plain = await ask(get(`/ws/${room}`), options);
    assertEquals([plain.status, plain.body], [status, body]);
    assertEquals(plain.response.headers.get("retry-after"), after);
  }
  assertEquals((await ask(get(`/ws/${room}`))).status, 426);
  const { handle, hub } = service();
  hub.drain(1, 0);
  const draining = await handle(join(), info);
  assertEquals([draining.status, await draining.text()], [503, '{"error":"restarting"}']);
  assertEquals(draining.headers.get("retry-after"), "1");
});

Deno.test("createApp: a path that leads nowhere is a page with a way home where a page is wanted", async () => {
  const request = get("/team", { headers: { accept: "text/html,*/*;q=0.8" } });
  const { response, body } = await ask(request);
  assertEquals(response.status, 404);
  assertMatch(response.headers.get("content-type") ?? "", /^text\/html/);
  assertMatch(body, /<a href="\/">/);
});
