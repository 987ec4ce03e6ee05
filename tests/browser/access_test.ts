import { assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { type Entry, scene } from "../harness/browser/stage.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Violations that axe-core finds on the screen as it is now, one line each. */
async function audit(visitor: Visitor): Promise<string[]> {
  await visitor.page.evaluate(axe.source);
  return await visitor.page.evaluate(async () => {
    const { axe: here } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await here.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`)
    );
  });
}

/** Audits a screen at rest: half faded in, every colour has too little contrast. */
async function clean(visitor: Visitor, screen: string): Promise<void> {
  await until(
    `${screen} at rest`,
    () =>
      visitor.page.evaluate(() =>
        document.getAnimations().every((one) =>
          one.playState !== "running" || one.effect?.getComputedTiming().endTime === Infinity
        )
      ),
  );
  assertEquals(await audit(visitor), [], screen);
}

function tour(name: string, kind: Kind, entry: Entry): void {
  scene(`axe-core finds nothing on any screen: ${name}`, [kind], async (stage) => {
    const ann = await stage.open(kind, stage.server.origin, entry);
    await ann.on("landing");
    await clean(ann, "landing");
    const bob = await stage.open(kind, stage.link, entry);
    await bob.on("lobby");
    await clean(bob, "lobby");
    await bob.press("join");
    const cem = await stage.enter(kind, "Cem", entry);
    await allHear([bob, cem]);
    await clean(cem, "call");
    await cem.press("chat");
    await clean(cem, "chat");
    await cem.press("chat");
    await cem.press("more");
    await clean(cem, "more");
    await cem.page.keyboard.press("Escape");
    await cem.press("leave");
    await cem.on("left");
    await clean(cem, "left");
    const dan = await stage.open(kind, `${stage.server.origin}/#/room/short`, entry);
    await dan.on("bad-link");
    await clean(dan, "bad link");
    const eve = await stage.open(kind, `${stage.server.origin}/#/check`, entry);
    await eve.count('[data-do="check"]', 1);
    await clean(eve, "check");
    await eve.press("check");
    await eve.count('[data-do="copy-report"]', 1);
    await clean(eve, "check, at its end");
  });
}

tour("Chromium, English", "chromium", {});
tour("Chromium, Chinese, phone", "chromium", {
  with: { language: "zh-CN" },
  viewport: { width: 390, height: 844, isMobile: true, hasTouch: true },
});
tour("Firefox, English", "firefox", {});
