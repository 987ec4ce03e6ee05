import { assertEquals, assertMatch } from "@std/assert";
import { askIssuer, ISSUER_TIMEOUT_MS } from "../../../routes/process/turn_issuer.ts";
import { type Answer, keepIssued } from "../../../signaling/turn/issued_credentials.ts";
import { systemClock } from "../../../signaling/clock.ts";
import type { Entry } from "../../../signaling/log.ts";
import { fakeClock, turn } from "../../fakes/clock.ts";

const servers = [{ urls: ["turn:t"], username: "u", credential: "c" }];
const good: Answer = { ok: true, servers, ttl: 600 };
const bad: Answer = { ok: false, why: "the TURN issuer answers 500" };

/** Credentials kept on a clock that stands still, from answers in the test's hand. */
function keep() {
  const clock = fakeClock();
  const life = new AbortController();
  const asked: ((answer: Answer) => void)[] = [];
  const counted: string[] = [];
  const logged: Entry[] = [];
  let offset = 0;
  const issued = keepIssued({
    ask: () => new Promise((resolve) => asked.push(resolve)),
    clock: { now: () => clock.now() + offset, later: clock.later },
    count: (result) => counted.push(result),
    log: (entry) => void logged.push(entry),
    signal: life.signal,
  });
  const answer = async (one: Answer) => {
    asked.at(-1)?.(one);
    await turn();
  };
  const shift = (ms: number) => offset = ms;
  return { clock, life, asked, counted, logged, issued, answer, shift };
}

Deno.test("F51: until the first answer there is nothing, and the answer is told to who waits", async () => {
  const { issued, asked, answer } = keep();
  const { now, better } = issued.give();
  assertEquals([now, asked.length], [{ iceServers: [], iceTtl: 0 }, 1]);
  await answer(good);
  assertEquals(await better, { iceServers: servers, iceTtl: 600 });
  assertEquals(issued.give(), { now: { iceServers: servers, iceTtl: 600 }, better: null });
});

Deno.test("IssuedCredentials: credentials are asked for again at half of their life, so none is given at its end", async () => {
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

Deno.test("keepIssued: after a clock that jumped ahead (sleep) it asks at once, and says what is missing", async () => {
  for (const [ttl, jump] of [[86_400, 25 * 3_600_000], [600, 900_000]] as const) {
    const { clock, issued, asked, answer, shift } = keep();
    await answer({ ...good, ttl });
    shift(jump);
    assertEquals(issued.trouble(), "the TURN credentials have run out");
    const { now, better } = issued.give();
    assertEquals([now.iceTtl, asked.length], [0, 2]);
    await issued.give();
    assertEquals(asked.length, 2, "one question is enough");
    await answer({ ...good, ttl });
    assertEquals([(await better)?.iceTtl, issued.trouble()], [ttl, null]);
    // The timer of the first one is gone: the next is at half of the new one's life.
    await clock.pass(ttl * 500 - 1);
    assertEquals(asked.length, 2);
    await clock.pass(1);
    assertEquals(asked.length, 3);
  }
});

Deno.test("keepIssued: after a jump of the clock it asks within a minute though nobody comes", async () => {
  const { clock, asked, answer, shift } = keep();
  await answer({ ...good, ttl: 86_400 });
  await clock.pass(30_000);
  shift(25 * 3_600_000);
  await clock.pass(30_000);
  assertEquals(asked.length, 2);
});

Deno.test("keepIssued: a jump of the clock hurries no issuer that fails", async () => {
  const { issued, asked, answer, shift } = keep();
  await answer(good);
  shift(400_000);
  issued.give();
  await answer(bad);
  for (let join = 0; join < 100; join++) issued.give();
  assertEquals(asked.length, 2);
});

Deno.test("keepIssued: what is missing is logged at the first failure and once a minute", async () => {
  const { clock, logged, answer } = keep();
  await answer(bad);
  assertEquals(logged, [{
    level: "warn",
    event: "turn_issuer_failed",
    detail: "the TURN issuer answers 500",
  }]);
  await clock.pass(60_000);
  assertEquals(logged.length, 2);
  await answer(good);
  await clock.pass(60_000);
  assertEquals(logged.length, 2);
});

Deno.test("IssuedCredentials: with its signal it asks no more", async () => {
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

Deno.test("IssuedCredentials: an issuer is asked with the token for ten minutes, as Cloudflare wants it", async () => {
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
  Deno.test(`IssuedCredentials: an issuer's answer: ${name}`, async () => {
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
  Deno.test(`IssuedCredentials: an issuer that fails is told in words without its address: ${name}`, async () => {
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
  await clock.pass(ISSUER_TIMEOUT_MS);
  assertEquals(await asking, { ok: false, why: "the TURN issuer does not answer in time" });
  assertEquals(clock.waiting(), 0);
  held.resolve(new Response());
  await stop();
});

Deno.test("IssuedCredentials: an issuer that is not there cannot be reached", async () => {
  const { url, stop } = issuer(() => new Response());
  await stop();
  const answer = await askIssuer({ url, token, clock: systemClock, signal });
  assertEquals(answer, { ok: false, why: "the TURN issuer cannot be reached" });
});
