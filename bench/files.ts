/**
 * Rate of a file in a call against a bare data channel between two pages of the same browser,
 * interleaved in one run: `deno run -A bench/files.ts [rounds]`. The file is read, hashed, written to
 * disk and confirmed; the bare channel only fills its buffer.
 */
import type { Browser } from "puppeteer-core";
import { openBareChannel } from "../tests/harness/browser/bare_channel.ts";
import { start } from "../tests/harness/browser/browsers.ts";
import { choose, fileWitness } from "../tests/harness/browser/file_sharing.ts";
import { soundPackets } from "../tests/harness/browser/media_counters.ts";
import { room } from "../tests/harness/browser/room_link.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { visit, type Visitor } from "../tests/harness/browser/visitor.ts";
import { until } from "../tests/harness/browser/wait_until.ts";
import { median } from "../tests/harness/median.ts";

const ROUNDS = Math.max(1, Number(Deno.args[0] ?? 3));
const SIZE = 64 * 1024 * 1024;
/** Share of the bare channel's rate that a file has at least. */
const FLOOR = 0.6;

/** MB a second over a bare channel between two pages. */
async function bare(browser: Browser, origin: string): Promise<number> {
  const channel = await openBareChannel([browser, browser], origin);
  const began = performance.now();
  await channel.carry(SIZE);
  const rate = SIZE / 1000 / (performance.now() - began);
  await channel.close();
  return rate;
}

/** MB a second of a file in a call of two, from the press of the button to the last byte on disk. */
async function inCall([ann, bob]: readonly [Visitor, Visitor], name: string): Promise<number> {
  const saved = await bob.page.$$eval('[data-do="file-save"]', (all) => all.length);
  await choose(ann, "attach", name, SIZE);
  await bob.count('[data-do="file-accept"]', 1);
  const began = performance.now();
  await bob.press("file-accept");
  await bob.count('[data-do="file-save"]', saved + 1);
  return SIZE / 1000 / (performance.now() - began);
}

const server = await serve();
const browser = await start("chromium");
const link = `${server.origin}/#/${room()}?join=1&mic=1&cam=0`;
const before = { before: [fileWitness] };
try {
  const people = [
    await visit(browser, `${link}&name=Ann`, before),
    await visit(browser, `${link}&name=Bob`, before),
  ] as const;
  for (const one of people) await one.on("call");
  // Without cameras, which would take the processor from both.
  for (const one of people) await until("sound", async () => await soundPackets(one) > 50);
  for (const one of people) await one.press("chat");
  const rates: { readonly call: number; readonly bare: number }[] = [];
  for (let at = 0; at < ROUNDS; at++) {
    const plain = await bare(browser, server.origin);
    rates.push({ call: await inCall(people, `${at}.bin`), bare: plain });
  }
  const call = median(rates.map((one) => one.call));
  const plain = median(rates.map((one) => one.bare));
  const ratio = call / plain;
  console.log(
    `a file of ${SIZE / 1024 / 1024} MiB: ${call.toFixed(1)} MB/s in a call, ${
      plain.toFixed(1)
    } MB/s ` +
      `over a bare channel, ratio ${ratio.toFixed(2)} (at least ${FLOOR})`,
  );
  for (const one of people) await one.close();
  Deno.exitCode = ratio >= FLOOR ? 0 : 1;
} finally {
  await browser.close();
  await server.stop();
}
