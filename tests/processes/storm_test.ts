import { assert, assertEquals } from "@std/assert";
import { threads } from "../../bench/server.ts";
import { roomOf } from "../harness/socket_page.ts";
import { start } from "../harness/process.ts";
import { beginStay, type Stay, storyOf } from "../harness/signaling_client.ts";

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const isOpen = ({ states }: Stay) => states.at(-1) === "open";
const all = (stays: readonly Stay[], what: string, holds: (stay: Stay) => boolean) =>
  Promise.all(stays.map((stay) => stay.until(what, () => holds(stay))));

Deno.test("500 pages lose the server at once: all are back, and none is locked out", async () => {
  const env = { ALLOW_NO_ORIGIN: "1", MAX_PER_ADDRESS: "1000", METRICS_TOKEN: "t".repeat(16) };
  const first = await start({ env });
  const port = new URL(first.address).port;
  using stack = new DisposableStack();
  const stays: Stay[] = [];
  for (let n = 0; n < 500; n++) {
    stays.push(stack.use(await beginStay(first.address, roomOf(`storm${n % 100}`))));
  }
  await all(stays, "open", isOpen);
  first.kill("SIGKILL");
  await all(stays, "lost", ({ states }) => states.at(-1) === "reconnecting");
  await first[Symbol.asyncDispose]();
  // Long enough for the long pauses: whoever comes back soon is no measure.
  await stays[0]?.ticks(6);
  await using again = await start({ env: { ...env, PORT: port } });
  const began = performance.now();
  const times = await Promise.all(stays.map(async (stay) => {
    await stay.until("back", () => isOpen(stay));
    return performance.now() - began;
  }));
  times.sort((one, other) => one - other);
  console.log(
    `back: first ${seconds(times[0] ?? NaN)}, median ${seconds(times[250] ?? NaN)}, ` +
      `last ${seconds(times.at(-1) ?? NaN)} after the server listened; ` +
      `processor time of the server ${seconds(1000 * threads(again.pid))}`,
  );
  assertEquals(times.length, 500);
  const { sockets } = await (await fetch(`${again.address}healthz`)).json();
  const headers = { authorization: `Bearer ${env.METRICS_TOKEN}` };
  const metrics = await (await fetch(`${again.address}metrics`, { headers })).text();
  assertEquals(/http_errors_total\{status="429"\} (\d+)/.exec(metrics)?.[1], "0");
  assertEquals(/http_errors_total\{status="503"\} (\d+)/.exec(metrics)?.[1], "0");
  assertEquals(sockets, 500);
  for (const stay of stays) assertEquals(stay.states.includes("busy"), false);
});

Deno.test("storm: a server that stands still for 5 s loses nobody; for 18 s, everybody is back once", async () => {
  await using server = await start({ env: { ALLOW_NO_ORIGIN: "1" } });
  using stack = new DisposableStack();
  const room = roomOf("stall");
  const stays: Stay[] = [];
  for (let n = 0; n < 6; n++) stays.push(stack.use(await beginStay(server.address, room)));
  await all(stays, "open", isOpen);
  const [first] = stays;
  assert(first);
  await all(stays, "a beat answered", ({ heard }) => heard.some(({ type }) => type === "beat"));
  const stall = async (ticks: number) => {
    server.kill("SIGSTOP");
    const before = first.heard.length;
    await first.ticks(ticks);
    // It stood still: nothing was answered meanwhile.
    assert(first.heard.length <= before + 1);
    server.kill("SIGCONT");
  };
  await stall(5);
  const beats = first.heard.filter(({ type }) => type === "beat").length;
  await first.until(
    "beats answered again",
    () => first.heard.filter(({ type }) => type === "beat").length > beats + 1,
  );
  for (const { states, heard } of stays) {
    assertEquals(states, ["connecting", "open"]);
    assertEquals(heard.filter(({ type }) => /away|leave/.test(type)), []);
  }
  await stall(18);
  await all(stays, "given up", ({ states }) => states.includes("reconnecting"));
  await all(stays, "back", isOpen);
  using newcomer = await beginStay(server.address, room);
  await newcomer.until("welcome", () => isOpen(newcomer));
  const [welcome] = newcomer.heard;
  assert(welcome?.type === "welcome");
  assertEquals([...welcome.members].sort(), stays.map(({ id }) => id).sort());
  assertEquals(welcome.away, undefined);
  for (const stay of stays) {
    for (const { id } of stays) assertEquals(storyOf(stay, id).includes("leave"), false);
  }
});
