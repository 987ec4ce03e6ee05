import { assertEquals, assertMatch } from "@std/assert";
import { askIssuer, PATIENCE } from "../routes/issuer.ts";
import { type Answer, keepIssued } from "../signaling/issued.ts";
import { systemClock } from "../signaling/clock.ts";
import { fakeClock, turn } from "./fakes/clock.ts";

const servers = [{ urls: ["turn:t"], username: "u", credential: "c" }];
const good: Answer = { ok: true, servers, ttl: 600 };
const bad: Answer = { ok: false, why: "the TURN issuer answers 500" };

/** Credentials kept on a clock that stands still, from answers in the test's hand. */
function keep() {
  const clock = fakeClock();
  const life = new AbortController();
  const asked: ((answer: Answer) => void)[] = [];
  const counted: string[] = [];
  let offset = 0;
  const issued = keepIssued({
    ask: () => new Promise((resolve) => asked.push(resolve)),
    clock: { now: () => clock.now() + offset, later: clock.later },
    count: (result) => counted.push(result),
    signal: life.signal,
  });
  const answer = async (one: Answer) => {
    asked.at(-1)?.(one);
    await turn();
  };
  const shift = (ms: number) => offset = ms;
  return { clock, life, asked, counted, issued, answer, shift };
}

Deno.test("F51: until the first answer there is nothing, and the answer is told to who waits", async () => {
  const { issued, asked, answer } = keep();
  const { now, better } = issued.give();
  assertEquals([now, asked.length], [{ iceServers: [], iceTtl: 0 }, 1]);
  await answer(good);
  assertEquals(await better, { iceServers: servers, iceTtl: 600 });
  assertEquals(issued.give(), { now: { iceServers: servers, iceTtl: 600 }, better: null });
});

Deno.test("credentials are asked for again at half of their life, so none is given at its end", async () => {
  const { clock, issued, asked, answer } = keep();
  await answer(good);
  await clock.pass(299_999);
  assertEquals([asked.length, issued.give().now.iceTtl], [1, 300]);
  await clock.pass(1);
  assertEquals(asked.length, 2);
  // The old ones are good for five minutes: nobody waits for the new ones.
  assertEquals(issued.give().better, null);
  await answer({ ok: true, servers: [{ urls: ["turn:new"] }], ttl: 600 });
  assertEquals(issued.give().now, { iceServers: [{ urls: ["turn:new"] }], iceTtl: 600 });
});

Deno.test("F51: a failure is told and counted, what is held serves on, and it is tried again", async () => {
  const { clock, issued, asked, counted, answer } = keep();
  await answer(good);
  await clock.pass(300_000);
  await answer(bad);
  assertEquals(issued.trouble(), "the TURN issuer answers 500");
  assertEquals(issued.give(), { now: { iceServers: servers, iceTtl: 300 }, better: null });
  const pauses = [2, 4, 8, 16, 32, 60, 60, 60, 60];
  for (const [tries, seconds] of pauses.entries()) {
    await clock.pass(seconds * 1000 - 1);
    assertEquals(asked.length, tries + 2);
    await clock.pass(1);
    assertEquals(asked.length, tries + 3);
    await answer(bad);
  }
  // 302 s after the half of its life it has run out, and is not given any more.
  assertEquals(issued.give(), { now: { iceServers: [], iceTtl: 0 }, better: null });
  await clock.pass(60_000);
  await answer(good);
  assertEquals([issued.trouble(), issued.give().now.iceTtl], [null, 600]);
  assertEquals(counted.filter((one) => one === "failed").length, 10);
  assertEquals(counted.filter((one) => one === "ok").length, 2);
});

Deno.test("F15: a clock that jumps lengthens no credential", async () => {
  const { issued, answer, shift } = keep();
  await answer(good);
  shift(-3_600_000);
  assertEquals(issued.give().now.iceTtl, 600);
  shift(3_600_000);
  assertEquals(issued.give().now, { iceServers: [], iceTtl: 0 });
});

Deno.test("with its signal it asks no more", async () => {
  const { clock, life, asked, answer } = keep();
  await answer(good);
  life.abort();
  await clock.pass(1e6);
  assertEquals([asked.length, clock.waiting()], [1, 0]);
  const late = keep();
  late.life.abort();
  await late.answer(bad);
  assertEquals([late.counted, late.issued.trouble()], [[], null]);
});

/** An issuer on a free port of this machine. */
function issuer(handle: (request: Request) => Response | Promise<Response>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handle);
  return { url: `http://127.0.0.1:${server.addr.port}/`, stop: () => server.shutdown() };
}

const token = "token-of-the-issuer";
const { signal } = new AbortController();

async function ask(
  response: Response,
  seen = (request: Request): Promise<unknown> => request.text(),
): Promise<Answer> {
  const { url, stop } = issuer(async (request) => {
    await seen(request);
    return response;
  });
  const answer = await askIssuer({ url, token, clock: systemClock, signal });
  await stop();
  return answer;
}

const json = (value: unknown, status = 201) => Response.json(value, { status });
const user = { username: "u", credential: "c" };

Deno.test("an issuer is asked with the token for ten minutes, as Cloudflare wants it", async () => {
  let seen: unknown[] = [];
  await ask(json({}), async (request) => {
    seen = [request.method, request.headers.get("authorization"), await request.json()];
  });
  assertEquals(seen, ["POST", `Bearer ${token}`, { ttl: 600 }]);
});

const CLOUDFLARE = {
  iceServers: [
    { urls: ["stun:stun.example:3478", "stun:stun.example:53"] },
    {
      urls: ["turn:turn.example:53?transport=udp", "turns:turn.example:443?transport=tcp"],
      ...user,
    },
  ],
};
const forms: [string, unknown, unknown][] = [
  ["Cloudflare's list", CLOUDFLARE, [
    { urls: ["stun:stun.example:3478"] },
    { urls: ["turns:turn.example:443?transport=tcp"], ...user },
  ]],
  ["Cloudflare's older single server", { iceServers: { urls: "turn:a", ...user } }, [
    { urls: ["turn:a"], ...user },
  ]],
  [
    "the draft's own",
    { username: "u", password: "c", ttl: 600, uris: ["turn:a", "javascript:1"] },
    [
      { urls: ["turn:a"], ...user },
    ],
  ],
];
for (const [name, answer, found] of forms) {
  Deno.test(`an issuer's answer: ${name}`, async () => {
    assertEquals<unknown>(await ask(json(answer)), { ok: true, servers: found, ttl: 600 });
  });
}

const failures: [string, () => Response, RegExp][] = [
  ["F51: 500", () => json({}, 500), /answers 500$/],
  ["401", () => json({}, 401), /answers 401$/],
  ["a redirect", () => new Response(null, { status: 307, headers: { location: "/" } }), /307$/],
  ["no JSON", () => new Response("<html>"), /something else$/],
  ["no server", () => json({ iceServers: [] }), /something else$/],
  ["a STUN server alone", () => json({ iceServers: [{ urls: "stun:a" }] }), /something else$/],
  ["null", () => json(null), /something else$/],
];
for (const [name, response, why] of failures) {
  Deno.test(`an issuer that fails is told in words without its address: ${name}`, async () => {
    const answer = await ask(response());
    assertMatch(answer.ok ? "" : answer.why, why);
    assertEquals(JSON.stringify(answer).includes("127.0.0.1"), false);
  });
}

Deno.test("F51: an issuer that takes longer than its time is given up, and nothing is left behind", async () => {
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<Response>();
  const { url, stop } = issuer(() => {
    arrived.resolve();
    return held.promise;
  });
  const clock = fakeClock();
  const asking = askIssuer({ url, token, clock, signal });
  await arrived.promise;
  await clock.pass(PATIENCE);
  assertEquals(await asking, { ok: false, why: "the TURN issuer does not answer in time" });
  assertEquals(clock.waiting(), 0);
  held.resolve(new Response());
  await stop();
});

Deno.test("an issuer that is not there cannot be reached", async () => {
  const { url, stop } = issuer(() => new Response());
  await stop();
  const answer = await askIssuer({ url, token, clock: systemClock, signal });
  assertEquals(answer, { ok: false, why: "the TURN issuer cannot be reached" });
});
