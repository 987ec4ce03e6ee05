import { assertEquals } from "@std/assert";
import axe from "axe-core";
import { until } from "./wait_until.ts";
import type { Visitor } from "./visitor.ts";

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

/**
 * Audits a screen that is drawn and at rest: the deferred part may still be on its way, and half faded
 * in, every colour has too little contrast.
 */
export async function clean(visitor: Visitor, screen: string): Promise<void> {
  await until(
    `${screen} at rest`,
    () =>
      visitor.page.evaluate(() =>
        document.querySelector("main") !== null &&
        document.getAnimations().every((one) =>
          one.playState !== "running" || one.effect?.getComputedTiming().endTime === Infinity
        )
      ),
  );
  assertEquals(await audit(visitor), [], screen);
}
