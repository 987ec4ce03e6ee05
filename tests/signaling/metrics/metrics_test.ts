import { assert, assertEquals, assertMatch } from "@std/assert";
import type { AppOptions } from "../../../routes/app.ts";
import { parseRange } from "../../../signaling/ip_address.ts";
import { metricsMemory, openMeter } from "../../../signaling/metrics/metrics.ts";
import { member, service } from "../../harness/service.ts";
import { openFakeHub } from "../../fakes/server_socket.ts";

const local = { transport: "tcp", hostname: "127.0.0.1", port: 1 } as const;
const remote = { transport: "tcp", hostname: "192.0.2.1", port: 1 } as const;
const token = "a token of 16 characters";

Deno.test("Metrics: every isolate reads the sum of all, and writes its own part", () => {
  const memory = metricsMemory(3);
  const [one, two, three] = [0, 1, 2].map((index) => openMeter(memory, index));
  one?.set("sockets", "", 5);
  two?.set("sockets", "", 7);
  two?.set("sockets", "", 2);
  three?.add("messages", "client-offer");
  one?.add("messages", "client-offer", 2);
  assertEquals(three?.read("sockets", ""), 7);
  assertEquals(one?.read("messages", "client-offer"), 3);
  assertEquals(one?.read("messages", "client-answer"), 0);
});

Deno.test("Metrics: the text is what Prometheus reads: each family once, buckets that grow, a sum", () => {
  const meter = openMeter(metricsMemory(2), 1);
  for (const seconds of [0.00001, 0.00003, 0.5, 99]) meter.forwarded(seconds);
  const lines = meter.render().trimEnd().split("\n");
  for (const line of lines) {
    assertMatch(
      line,
      /^(?:# (?:HELP|TYPE) visavis_[a-z_]+ .+|visavis_[a-z_]+(?:\{[a-z]+="[^"]*"\})? [\d.e+-]+)$/,
    );
  }
  const types = lines.filter((line) => line.startsWith("# TYPE"));
  assertEquals(new Set(types).size, types.length);
  const buckets = lines.filter((line) => line.includes("forward_duration_seconds_bucket"))
    .map((line) => Number(line.split(" ").at(-1)));
  assertEquals(buckets, buckets.toSorted((a, b) => a - b));
  assertEquals([buckets[0], buckets.at(-1)], [1, 4]);
  assert(lines.includes("visavis_forward_duration_seconds_count 4"));
});

Deno.test("Metrics: what pages do is counted, what they are is not", () => {
  const { hub, meter, enter } = openFakeHub();
  const [room, one, two] = ["R", "a", "b"].map((name) => name.padEnd(22, "_"));
  const left = enter(room ?? "", one ?? "");
  const right = enter(room ?? "", two ?? "");
  left.hear({ type: "client-offer", to: two, sealed: "c2VhbGVk" });
  left.hear({ type: "client-offer", to: "nobody".padEnd(22, "_"), sealed: "c2VhbGVk" });
  left.hear("{");
  for (let n = 0; n < 16; n++) right.hear({ type: "client-candidate", to: one, sealed: "eA" });
  assertEquals(meter.read("messages", "client-offer"), 2);
  assertEquals(meter.read("messages", "client-candidate"), 16);
  assertEquals(meter.read("refused", "no_such_peer"), 1);
  assertEquals(meter.read("refused", "bad_json"), 1);
  assertEquals([meter.read("sockets", ""), meter.read("rooms", "")], [2, 1]);
  const text = meter.render();
  assertMatch(text, /visavis_forward_duration_seconds_count [1-9]/);
  for (const secret of [room, one, two]) assertEquals(text.includes(secret ?? "?"), false);
  left.quit();
  right.quit();
  hub.drain(1, 0);
  assertEquals([meter.read("sockets", ""), meter.read("rooms", "")], [0, 0]);
  assertEquals(meter.read("drains", ""), 1);
});

Deno.test("Metrics: without a token only this machine may ask, and not through a proxy", async () => {
  const ask = async (
    remoteAddr: Deno.Addr,
    headers: HeadersInit = {},
    host = "127.0.0.1:8000",
    trusted: AppOptions["trusted"] = [],
  ) => {
    const request = new Request(`http://${host}/metrics`, { headers });
    const response = await service({ trusted }).handle(request, { remoteAddr });
    return [response.status, await response.text()] as const;
  };
  assertMatch((await ask(local))[1], /^# HELP visavis_sockets/);
  for (const host of ["localhost:8000", "[::1]:8000", "127.0.0.1"]) {
    assertEquals((await ask(local, {}, host))[0], 200, host);
  }
  assertEquals((await ask(remote))[0], 404);
  for (
    const header of [
      { forwarded: "for=192.0.2.1" },
      { "x-forwarded-for": "192.0.2.1" },
      { "x-forwarded-proto": "https" },
      { "x-forwarded-host": "call.example" },
      { "x-real-ip": "192.0.2.1" },
      { via: "1.1 front" },
      // nginx as installed says nothing else.
      { connection: "close" },
    ]
  ) assertEquals((await ask(local, header))[0], 404, JSON.stringify(header));
  assertEquals((await ask(local, {}, "call.example"))[0], 404);
  const range = parseRange("127.0.0.1");
  assert(range);
  assertEquals((await ask(local, {}, undefined, [range]))[0], 404);
});

Deno.test("Metrics: with a token whoever has it may ask, and nobody else, not even this machine", async () => {
  const { handle } = service({ metricsToken: token });
  const status = async (authorization: string | null, remoteAddr: Deno.Addr = remote) => {
    const headers = authorization === null ? {} : { authorization };
    const response = await handle(new Request("http://x/metrics", { headers }), { remoteAddr });
    await response.body?.cancel();
    return response.status;
  };
  assertEquals(await status(`Bearer ${token}`), 200);
  for (const wrong of [null, token, `Bearer ${token}x`, `bearer ${token}`, "Bearer "]) {
    assertEquals([wrong, await status(wrong, local)], [wrong, 404]);
  }
});

Deno.test("Metrics: refused requests are counted by status, and health tells why it is degraded", async () => {
  const { handle, meter } = service({ trouble: () => "no connection to the bus" });
  const { protocols } = await member();
  for (const path of ["/nope", "/ws/short", "/"]) {
    const request = new Request(`http://x${path}`, { headers: { p: protocols.join() } });
    await (await handle(request, { remoteAddr: remote })).body?.cancel();
  }
  assertEquals(meter.read("http", "404"), 2);
  const response = await handle(new Request("http://x/healthz"), { remoteAddr: remote });
  assertEquals(response.status, 200);
  assertEquals(await response.json(), {
    status: "degraded",
    why: "no connection to the bus",
    sockets: 0,
    rooms: 0,
  });
});
