import { assertEquals } from "@std/assert";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { stopBrowser } from "../harness/browser/stopped_browser.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';

/** Events of other members that a page has heard: they come, go, and fall silent. */
function story({ traffic }: Visitor): string[] {
  const types = traffic?.received.map((frame) => String(JSON.parse(frame).type)) ?? [];
  return types.filter((type) => /^client-(?:away|call|leave)$/.test(type));
}

/** To be run in the page before its own scripts: counts what workers say. */
function countTicks(): void {
  const ticks = { ticks: 0 };
  Object.assign(globalThis, ticks);
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener("message", () => {
        const seen: number = Reflect.get(globalThis, "ticks");
        Reflect.set(globalThis, "ticks", seen + 1);
      });
    }
  };
}

for (const kind of BOTH) {
  browserTest(
    `sleep: ${kind} ticks by a worker, which the page's policy allows`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann", { before: [countTicks] });
      const ticks = () => ann.page.evaluate(() => Number(Reflect.get(globalThis, "ticks")));
      await until("a few ticks", async () => await ticks() > 3, ticks);
      // One policy, one address: neither another policy nor another script.
      const refusals = await ann.page.evaluate(() => {
        const types: unknown = Reflect.get(globalThis, "trustedTypes");
        if (typeof types !== "object" || types === null) return "no trusted types";
        try {
          Reflect.get(types, "createPolicy").call(types, "rtc-worker", {});
          return "a second policy";
        } catch {
          return "refused";
        }
      });
      if (refusals !== "no trusted types") {
        assertEquals(refusals, "refused");
        testRoom.expect(/trusted-types|TrustedTypePolicy|rtc-worker/i);
      }
    },
  );
}

browserTest(
  "sleep: a frozen page is away to the others, and back when it thaws",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("chromium", "Bob");
    await allHear([ann, bob]);
    // Chromium breaks the socket of a page that it thaws: it has to be opened again.
    testRoom.expect(/Back-Forward Cache/);
    const beats = () =>
      bob.traffic?.sent.filter((frame) => frame.includes("client-beat")).length ?? 0;
    await until("a beat", () => Promise.resolve(beats() > 0));
    const session = await bob.page.createCDPSession();
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    const began = performance.now();
    const now = () => Promise.resolve(story(ann));
    await until("away", async () => (await now()).at(-1) === "client-away", now);
    const frozen = performance.now();
    await session.send("Page.setWebLifecycleState", { state: "active" });
    await until("back", async () => (await now()).at(-1) === "client-call", now);
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    console.log(
      `away after ${seconds(frozen - began)} s, back after ${
        seconds(performance.now() - frozen)
      } s`,
    );
    await allHear([ann, bob]);
    // Until the socket that broke is replaced and has beaten: nobody has seen a leave.
    const told = beats();
    await until("another beat", () => Promise.resolve(beats() > told + 1));
    assertEquals(story(ann).includes("client-leave"), false, story(ann).join(" "));
    await ann.count(OTHER, 1);
  },
);

/** How long a machine sleeps: until the others see this, and then so many ms more. */
const SLEEPS: readonly [string, number][] = LONG
  ? [["client-away", 0], ["client-leave", 85_000]]
  : [];

for (const [seen, more] of SLEEPS) {
  browserTest(
    `F53: a machine sleeps until the others see ${seen}; woken, it is back in its seat`,
    ["chromium"],
    async (testRoom) => {
      const ann = await testRoom.enter("chromium", "Ann");
      // A browser of his own, which can be stopped without stopping hers.
      const bob = await testRoom.enter("chromium", "Bob", { with: { args: ["--disable-sync"] } });
      await allHear([ann, bob]);
      const seat = () => ann.page.$eval(OTHER, (tile) => tile.getAttribute("data-tile"));
      const before = await seat();
      const beats = () =>
        bob.traffic?.sent.filter((frame) => frame.includes("client-beat")).length ?? 0;
      await until("a beat", () => Promise.resolve(beats() > 0));
      const now = () => Promise.resolve(story(ann));
      const began = performance.now();
      const stopped = stopBrowser(bob);
      let told = began;
      try {
        await until(seen, async () => (await now()).at(-1) === seen, now, 60_000);
        told = performance.now();
        if (seen === "client-leave") await ann.count(OTHER, 0);
        const enough = () => Promise.resolve(performance.now() >= told + more);
        await until("sleep", enough, undefined, more + 10_000);
      } finally {
        stopped[Symbol.dispose]();
      }
      const woken = performance.now();
      await until("back", async () => (await now()).at(-1) === "client-call", now);
      const seconds = (ms: number) => (ms / 1000).toFixed(1);
      console.log(
        `${stopped.processes} processes: ${seen} after ${seconds(told - began)} s, ` +
          `back after ${seconds(performance.now() - woken)} s`,
      );
      await allHear([ann, bob]);
      console.log(`media after ${seconds(performance.now() - woken)} s`);
      assertEquals(story(ann).includes("client-leave"), seen === "client-leave");
      await ann.count(OTHER, 1);
      await bob.count(OTHER, 1);
      assertEquals(await seat(), before);
    },
  );
}
