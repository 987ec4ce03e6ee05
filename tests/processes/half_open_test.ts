import { assertEquals } from "@std/assert";
import { cuttable, type Direction } from "../harness/cuttable_socket.ts";
import { roomOf } from "../harness/socket_page.ts";
import { start } from "../harness/process.ts";
import { beginStay, storyOf } from "../harness/signaling_client.ts";

/** Cuts one page's wire and heals it when both sides have noticed. */
async function halfOpen(direction: Direction): Promise<void> {
  await using server = await start({ env: { ALLOW_NO_ORIGIN: "1" } });
  await using wire = cuttable(() => Number(new URL(server.address).port));
  const room = roomOf(`half-${direction}`);
  using witness = await beginStay(server.address, room);
  using page = await beginStay(`http://127.0.0.1:${wire.port}/`, room);
  await page.until("a beat answered", () => page.heard.some(({ type }) => type === "beat"));
  wire.cut(direction);
  const began = performance.now();
  const since = () => ((performance.now() - began) / 1000).toFixed(1);
  const noticed = page.until("given up", () => page.states.includes("reconnecting"));
  const told = witness.until("away", () => storyOf(witness, page.id).includes("away"));
  const times = await Promise.all([noticed, told].map((one) => one.then(since)));
  console.log(`${direction}: the page noticed after ${times[0]} s, the others after ${times[1]} s`);
  wire.heal();
  await page.until("back", () => page.states.at(-1) === "open");
  await witness.until("back", () => storyOf(witness, page.id).at(-1) === "call");
  // Long enough for every end of the old sockets to have come.
  await witness.ticks(16);
  const story = storyOf(witness, page.id);
  assertEquals([story.includes("leave"), story.at(-1)], [false, "call"]);
  assertEquals(page.states.at(-1), "open");
}

Deno.test("half-open, both ways or one: away, then back, and nobody sees a leave", async () => {
  await Promise.all((["both", "back", "there"] as const).map(halfOpen));
});

Deno.test("an upgrade that is accepted and then silence: given up after 5 s, and tried again", async () => {
  let sockets = 0;
  const began = performance.now();
  await using dummy = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "rtc.v1" });
    if (++sockets === 2) socket.onopen = () => socket.send(welcome);
    return response;
  });
  const stay = await beginStay(`http://127.0.0.1:${dummy.addr.port}/`, roomOf("silence"));
  await stay.until("open", () => stay.states.at(-1) === "open");
  console.log(`open after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  assertEquals([stay.states, sockets], [["connecting", "absent", "open"], 2]);
  stay[Symbol.dispose]();
});

Deno.test("502, a page, a redirect, 503 with Retry-After: never given up, busy only where it is", async () => {
  const answers: (() => Response)[] = [
    () => new Response("bad gateway", { status: 502, headers: { "retry-after": "9" } }),
    () => new Response("<p>hello", { headers: { "content-type": "text/html" } }),
    () => new Response(null, { status: 302, headers: { location: "/elsewhere" } }),
    () => Response.json({ error: "overloaded" }, { status: 503, headers: { "retry-after": "8" } }),
  ];
  let upgrades = 0;
  const asked: string[] = [];
  await using dummy = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    asked.push(new URL(request.url).pathname);
    const upgrade = request.headers.get("upgrade") === "websocket";
    if (upgrade) upgrades++;
    const answer = answers[upgrades - 1];
    if (answer) return answer();
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "rtc.v1" });
    socket.onopen = () => socket.send(welcome);
    return response;
  });
  const stay = await beginStay(`http://127.0.0.1:${dummy.addr.port}/`, roomOf("answers"));
  await stay.until("open", () => stay.states.at(-1) === "open");
  assertEquals(stay.states.filter((state) => state === "busy").length, 1);
  assertEquals(stay.states.at(-2), "busy");
  assertEquals([upgrades, asked.includes("/elsewhere")], [5, false]);
  stay[Symbol.dispose]();
});

const welcome = JSON.stringify({
  type: "welcome",
  version: 1,
  id: "A".repeat(22),
  members: [],
  iceServers: [],
  beat: 5,
});
