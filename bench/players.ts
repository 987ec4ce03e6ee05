/**
 * Pages of other origins that play a call by WHEP, each by way of both browsers: how soon the first
 * frame is shown, through a relay too, what DELETE is answered, and what happens when the page that
 * answers is closed. `deno run -A bench/players.ts [runs] [browser that
 * answers…]`; needs coturn.
 */
import type { Kind } from "../tests/harness/browser/browser_binaries.ts";
import { room } from "../tests/harness/browser/room_link.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { endpointOf } from "../tests/harness/browser/studio_page.ts";
import { visit, type Visitor } from "../tests/harness/browser/visitor.ts";
import { until } from "../tests/harness/browser/wait_until.ts";
import {
  openWhepPage,
  type WhepPage,
  type WhepPlayer,
} from "../tests/harness/browser/whep_page.ts";
import type { StudioLink } from "../tests/harness/browser/whip_page.ts";
import { loopbackTurn, outerAddress } from "../tests/harness/loopback_turn.ts";
import { median } from "../tests/harness/median.ts";
import { startBoth } from "./both_browsers.ts";

const RUNS = Math.max(1, Number(Deno.args.find((word) => /^\d+$/.test(word)) ?? 3));
const KINDS = ["chromium", "firefox"] as const;
const BRIDGES = KINDS.filter((kind) => {
  return Deno.args.includes(kind) || !KINDS.some((one) => Deno.args.includes(one));
});
const NAMES: Readonly<Record<WhepPlayer, string>> = {
  medooze: "whip-whep 1.2",
  eyevinn: "@eyevinn/webrtc-player 0.13",
};
/** Milliseconds for a player to come back by itself. */
const RETURN_MS = 20_000;

const turn = await loopbackTurn({ addresses: [outerAddress()] });
const server = await serve(turn.env);
const browsers = await startBoth();
const open = (kind: Kind, href: string) => visit(browsers[kind], href);
const view = (kind: Kind, link: StudioLink) => openWhepPage({ open, expect() {} }, kind, link);

/** A page that is alone in its call, with an address for players. */
async function answerer(kind: Kind, more = "") {
  const link = `${server.origin}/#/${room()}`;
  const ann = await open(kind, `${link}?name=Ann&join=1${more}`);
  await ann.on("call");
  await ann.press("more");
  await ann.press("let-players");
  return { link, ann, players: await endpointOf(ann, "players") };
}

/** Milliseconds to the first frame of each run, and what DELETE was answered. */
async function playOften(by: WhepPlayer, kind: Kind, ann: Visitor, page: WhepPage) {
  const times: number[] = [];
  const ended = new Set<number | undefined>();
  while (times.length < RUNS) {
    times.push(await page.play(by).catch(() => NaN));
    if (Number.isNaN(times.at(-1))) throw new Error(`${by} in ${kind} does not play`);
    ended.add(await page.end());
    await ann.count("[data-viewers]", 0);
  }
  return { time: seconds(median(times)), ended: [...ended].join() };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Closes the page that answers: does the player come back, and how soon by another page? */
async function takeOver(by: WhepPlayer, page: WhepPage, ann: Visitor, link: string) {
  await page.play(by);
  const bob = await open("chromium", `${link}?name=Bob&join=1`);
  await bob.count('[data-viewers="1"]', 1);
  const asked = async () => (await page.statuses("POST")).length;
  const before = await asked();
  await ann.close();
  const isBack = await until(
    "a further offer",
    async () => await asked() > before,
    asked,
    RETURN_MS,
  )
    .catch(() => false);
  const again = seconds(await page.play(by));
  await bob.close();
  return `${isBack ? "comes back" : "stays away"}; started again: ${again}`;
}

console.log(`players: medians of ${RUNS}, from the offer to the first frame`);
console.log("| player | in | by way of | first frame | through a relay | DELETE | page closed |");
console.log("| --- | --- | --- | --- | --- | --- | --- |");
try {
  for (const bridge of BRIDGES) {
    for (const kind of KINDS) {
      for (const by of ["medooze", "eyevinn"] as const) {
        const relayed = await answerer(bridge, "&relay=1");
        const far = await view(kind, relayed.players);
        const { time: relay } = await playOften(by, kind, relayed.ann, far);
        await Promise.all([far[Symbol.asyncDispose](), relayed.ann.close()]);
        const { link, ann, players } = await answerer(bridge);
        const page = await view(kind, players);
        const { time, ended } = await playOften(by, kind, ann, page);
        const closed = await takeOver(by, page, ann, link);
        await page[Symbol.asyncDispose]();
        const cells = [NAMES[by], kind, bridge, time, relay, ended, closed];
        console.log(`| ${cells.join(" | ")} |`);
      }
    }
  }
} finally {
  for (const browser of Object.values(browsers)) await browser.close();
  await server.stop();
  await turn[Symbol.asyncDispose]();
}
Deno.exit(0);
