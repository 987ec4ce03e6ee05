import { assert, assertEquals } from "@std/assert";
import { freshRoom } from "../harness/handshake.ts";
import { join, meet, type Page } from "../harness/socket_page.ts";
import { follow, start } from "../harness/process.ts";
import { fromFileUrl } from "../harness/paths.ts";

const ROOMS = 50;
const TURNS = 20;
const TURNS_OF_ATTACK = 200;
const token = "a token of 16 characters";
const attacker = fromFileUrl(new URL("../harness/attacker.ts", import.meta.url));

/** Runs the attackers beside `during`; gives what became of them. */
async function besideAttack(
  port: string,
  kind: string,
  enough: () => Promise<boolean>,
  during: () => Promise<void>,
): Promise<Record<string, number>> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", attacker, port, kind],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [out, err] = [follow(child.stdout), follow(child.stderr)];
  try {
    await out.until(/attacking/);
    // The injection must be there before anything is claimed beside it.
    for (let turn = 0; !await enough(); turn++) {
      if (turn === TURNS_OF_ATTACK) throw new Error("the attack never comes to its height");
      // Each says ten lines a turn: an honest page keeps its own limit of 60 a second.
      await Promise.all([during(), new Promise((resolve) => setTimeout(resolve, 200))]);
    }
    await during();
    child.kill("SIGTERM");
    await Promise.all([child.status, out.ended, err.ended]);
    return JSON.parse(out.text().trim().split("\n").at(-1) ?? "");
  } catch (fault) {
    child.kill("SIGKILL");
    await Promise.all([child.status, out.ended, err.ended]);
    throw fault;
  }
}

async function calls(address: string): Promise<[Page, Page][]> {
  const pairs: [Page, Page][] = [];
  for (let n = 0; n < ROOMS; n++) {
    const room = freshRoom();
    const pair: [Page, Page] = [await join(address, room), await join(address, room)];
    await meet(...pair);
    pairs.push(pair);
  }
  return pairs;
}

/** Every pair exchanges messages, each after the one before has come; their times in ms. */
async function converse(pairs: readonly [Page, Page][], times: number[]): Promise<void> {
  await Promise.all(pairs.map(async ([ann, bo]) => {
    for (let n = 0; n < TURNS; n++) {
      const [from, to] = n % 2 === 0 ? [ann, bo] : [bo, ann];
      const sealed = crypto.randomUUID().replaceAll("-", "");
      const began = performance.now();
      from.say({ type: "client-offer", to: to.id, sealed });
      await to.hears(new RegExp(`"from":"${from.id}","sealed":"${sealed}"`));
      times.push(performance.now() - began);
    }
  }));
}

function report(name: string, times: number[], became: Record<string, number>): void {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]?.toFixed(1);
  const ratio = `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms of ${times.length} messages`;
  console.log(`${name}: ${ratio}; attackers ${JSON.stringify(became)}`);
}

/** Nobody was put out, nobody heard what was not for them, and nothing came twice. */
function unharmed(pairs: readonly [Page, Page][], times: readonly number[]): void {
  let heard = 0;
  for (const [ann, bo] of pairs) {
    for (const [one, other] of [[ann, bo], [bo, ann]] as const) {
      assertEquals(one.socket.readyState, WebSocket.OPEN);
      for (const frame of one.heard.slice(1)) {
        const { type, from } = JSON.parse(frame);
        assertEquals(from, other.id, frame);
        if (type === "client-offer") heard++;
      }
    }
  }
  assertEquals(heard, times.length);
}

async function counter(address: string): Promise<(name: string) => number> {
  const headers = { authorization: `Bearer ${token}` };
  const text = await (await fetch(`${address}metrics`, { headers })).text();
  return (name) =>
    Number(text.split("\n").find((line) => line.startsWith(`${name} `))?.split(" ")[1]);
}

const env = { ALLOW_NO_ORIGIN: "1", TRUSTED_PROXIES: "127.0.0.1", METRICS_TOKEN: token };

Deno.test("B86: one address at ten times every limit, 50 calls beside it: all of theirs arrives", async () => {
  await using server = await start({ env });
  const pairs = await calls(server.address);
  const times: number[] = [];
  const refused = (reason: string) => `visavis_refused_total{reason="${reason}"}`;
  const enough = async () => {
    const read = await counter(server.address);
    const reasons = ["rate_limited", "bad_json", "too_big", "no_such_peer"];
    return reasons.every((reason) => read(refused(reason)) > 0) &&
      read(refused("rate_limited")) > 1000 &&
      read('visavis_http_errors_total{status="429"}') > 0;
  };
  const { port } = new URL(server.address);
  const became = await besideAttack(port, "greedy", enough, () => converse(pairs, times));
  report("B86", times, became);
  unharmed(pairs, times);
  // All that it tried has an answer, and no more came in than may in a minute.
  const read = await counter(server.address);
  const seen = read('visavis_http_errors_total{status="429"}');
  assert(Math.abs(seen - (became["429"] ?? 0)) <= 40, `${seen} refusals were counted`);
  assert((became["101"] ?? 0) >= 100, "hardly any of it came in");
  // Another visitor comes in at once.
  using late = await join(server.address, freshRoom());
  assertEquals(late.heard.length, 1);
  for (const { socket } of pairs.flat()) socket.close();
});

Deno.test("B87: 300 addresses that keep every limit: the last of them stay outside, calls go on", async () => {
  await using server = await start({ env: { ...env, MAX_CONNS: "280" } });
  const pairs = await calls(server.address);
  const times: number[] = [];
  const enough = async () => {
    const read = await counter(server.address);
    return read("visavis_sockets") === 280 &&
      read('visavis_http_errors_total{status="503"}') >= 120;
  };
  const { port } = new URL(server.address);
  const became = await besideAttack(port, "many", enough, () => converse(pairs, times));
  report("B87", times, became);
  unharmed(pairs, times);
  assert((became["101"] ?? 0) >= 180 && (became["503"] ?? 0) >= 120, JSON.stringify(became));
  for (const { socket } of pairs.flat()) socket.close();
});
