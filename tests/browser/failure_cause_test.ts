import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { type Coturn, coturn, issued, SECRET } from "../harness/coturn.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { freePort, lacks } from "../harness/daemon.ts";
import { allocate, client, type Credential } from "../harness/turn_request.ts";
import { random } from "../../client/call/security/base64url.ts";
import { deriveSeal } from "../../client/call/security/seal.ts";
import { idOf } from "../../signaling/room/member_token.ts";
import { join, type Page as Joined, person } from "../harness/socket_page.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { initials, MIXED } from "../harness/browser/meeting.ts";
import { room } from "../harness/browser/room_link.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { serve, type Server } from "../harness/browser/server.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** A tile says so after sixteen seconds, and a relay that is silent is given twelve. */
const TIMEOUT_MS = 60_000;

/** The service, and a relay that ends with it. */
async function serveWith(relay: Coturn | null, env: Record<string, string>): Promise<Server> {
  const server = await serve(env);
  return {
    ...server,
    async stop(signal) {
      const status = await server.stop(signal);
      await relay?.[Symbol.asyncDispose]();
      return status;
    },
  };
}

async function withCoturn(secret: string, more: readonly string[] = []): Promise<Server> {
  const relay = await coturn(undefined, more);
  const url = `turn:127.0.0.1:${relay.port}?transport=udp`;
  return await serveWith(relay, { TURN_URLS: url, TURN_SECRET: secret });
}

/** Of the lines of /metrics, this one's number. */
async function counted({ origin }: Server, line: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(
    text.split("\n").find((one) => one.startsWith(`${line} `))?.slice(line.length) ?? 0,
  );
}

async function counts(server: Server, line: string, wanted: number): Promise<void> {
  const now = () => counted(server, line);
  await until(`${line} ${wanted}`, async () => await now() >= wanted, now, TIMEOUT_MS);
}

/** With a name and a password that stay the same, whatever coturn makes of them. */
async function withFixed(credential: Credential): Promise<Server> {
  const relay = await coturn();
  return await serveWith(relay, {
    TURN_URLS: `turn:127.0.0.1:${relay.port}?transport=udp`,
    TURN_USERNAME: credential.username,
    TURN_PASSWORD: credential.credential,
  });
}

/** The relay has one allocation to give, and who asked whether it answers at all has it. */
async function withFull(): Promise<Server> {
  const relay = await coturn(undefined, ["--total-quota=1"]);
  using other = await client(relay.port);
  assertEquals((await allocate(other, issued("other"))).answer.code, 486);
  return await serveWith(relay, {
    TURN_URLS: `turn:127.0.0.1:${relay.port}?transport=udp`,
    TURN_SECRET: SECRET,
  });
}

const HOUR_S = 3600;
const noRelay = lacks("turnserver", "coturn");

/** Stand-ins for a relay that works, by the verdict that each one provokes. */
const relays: Readonly<Record<string, () => Promise<Server>>> = {
  no_relay: () => serve({ ALLOW_NO_ORIGIN: "1" }),
  "relay_refused, for another secret": () => withCoturn([...SECRET].reverse().join("")),
  // A browser is told the same in the first two; the check page's test has the others.
  ...(LONG
    ? {
      "relay_refused, for credentials that ran out an hour ago": () =>
        withFixed(issued("member", Date.now() / 1000 - HOUR_S)),
      "relay_refused, for a fixed name that it does not know": () =>
        withFixed({ username: "ann", credential: "Yahs7phooz12" }),
      relay_unreachable: () =>
        serveWith(null, {
          TURN_URLS: `turn:127.0.0.1:${freePort()}?transport=tcp`,
          TURN_SECRET: SECRET,
        }),
      relay_full: withFull,
    }
    : {}),
  // It lends addresses, and passes nothing on to where the other one is.
  no_path: () => withCoturn(SECRET),
};

for (const [cause, own] of Object.entries(relays)) {
  const [verdict = cause] = cause.split(",");
  browserTest(
    `${cause}: the tile says why, once, and the operator counts it`,
    BOTH,
    async (testRoom) => {
      testRoom.expect(/ICE failed|asked another host: turn/);
      const enter = (kind: (typeof BOTH)[number]) =>
        testRoom.open(kind, `${testRoom.link}?name=${kind}&join=1&relay=1&mic=0&cam=0`);
      const people = [await enter("chromium"), await enter("firefox")];
      if (verdict === "relay_full") await needsNone(testRoom);
      const lonely = verdict === "no_relay" ? await amongSilent(testRoom) : null;
      for (const { page } of people) {
        const seen = () => page.$eval("[data-verdict]", (one) => one.getAttribute("data-verdict"));
        const now = () => seen().catch(() => null);
        const scene = () => page.evaluate(() => document.body.innerText);
        await until(verdict, async () => await now() === verdict, scene, TIMEOUT_MS);
      }
      if (verdict === "no_relay") { for (const one of people) await offersCheck(one); }
      await lonely?.told();
      await counts(testRoom.server, `visavis_pair_reports_total{verdict="${verdict}"}`, 2);
      await counts(testRoom.server, 'visavis_pair_report_paths_total{path="none"}', 2);
    },
    own,
    noRelay && !/^no_relay|^relay_unreachable/.test(cause),
  );
}

/** F52: a call that can do without the relay is held all the same, whoever comes first. */
async function needsNone({ open, server, expect }: TestRoom): Promise<void> {
  expect(/TURN|STUN/);
  const row = measurements("F52, one call after the other", 10_000);
  const began = performance.now();
  for (const [at, pair] of (LONG ? MIXED : MIXED.slice(1)).entries()) {
    const place = room();
    const enter = (kind: (typeof BOTH)[number]) =>
      open(kind, `${server.origin}/#/${place}?name=${kind}&join=1`);
    const people = [await enter(pair[0]), await enter(pair[1])];
    await allHear(people);
    row.add(initials(pair), performance.now() - began);
    // Who goes sooner is not counted.
    await counts(server, 'visavis_pair_report_paths_total{path="direct"}', 2 * (at + 1));
    for (const one of people) await one.close();
  }
  row.print();
}

/** Somebody in a room with two members who never say a word: one that has to offer, one not. */
async function amongSilent({ open, server }: TestRoom) {
  const key = random(32);
  const one = await open("chromium", `${server.origin}/#/test/${key}?name=Ann&join=1&mic=0&cam=0`);
  await one.count('body[data-signaling="open"]', 1);
  const token = await one.page.evaluate(() => Object.values(sessionStorage).join().slice(0, 43));
  const me = await idOf(token);
  const { roomId } = await deriveSeal("test", key);
  const silent: Joined[] = [];
  for (const wanted of [(id: string) => id < me, (id: string) => id > me]) {
    let who = await person();
    while (!wanted(who.id)) who = await person();
    silent.push(await join(`${server.origin}/`, roomId, who));
  }
  return {
    async told() {
      for (const { id } of silent) {
        await one.count(`[data-tile="${id}"] [data-verdict="peer_silent"]`, 1);
      }
      for (const { socket } of silent) socket.close();
    },
  };
}

/** The tile leads to the check page, which opens beside the call and knows nothing of it. */
async function offersCheck({ page, count }: Visitor): Promise<void> {
  const link = '[data-verdict] [data-do="to-check"]';
  await count(link, 1);
  const opened = new Promise<Page | null>((resolve) => page.once("popup", resolve));
  await page.click(link);
  const check = await opened;
  assert(check, "nothing was opened");
  await check.waitForSelector("main.check");
  assertEquals(await check.evaluate(() => globalThis.opener), null);
  await check.close();
  assertEquals(await page.evaluate(() => document.body.dataset.screen), "call");
}

browserTest(
  "verdicts: a pair that connects is counted with its way and its time",
  BOTH,
  async (testRoom) => {
    const people = [
      await testRoom.enter("chromium", "Ann"),
      await testRoom.enter("firefox", "Bob"),
    ];
    await allHear(people);
    await counts(testRoom.server, 'visavis_pair_reports_total{verdict="connected"}', 2);
    await counts(testRoom.server, 'visavis_pair_report_paths_total{path="direct"}', 2);
    await counts(testRoom.server, 'visavis_pair_report_protocols_total{protocol="udp"}', 2);
    assert(await counted(testRoom.server, "visavis_pair_setup_seconds_count") >= 2);
  },
  serve,
);
