import { until } from "./wait_until.ts";
import type { Visitor } from "./visitor.ts";

/**
 * Waits until a page has what a call can begin without, which is asked for two seconds into it, and
 * until that listens to keys: effects run after the next frame has been painted.
 */
export async function lateIsHere({ page }: Visitor): Promise<void> {
  await until("the late part", () => page.evaluate(isHere));
  await page.evaluate(afterPaint);
}

/**
 * Runs in the page: its effects wait for a frame and a task of their own, asked for before these. A
 * hidden page has no frames, and runs its effects after 35 ms.
 */
function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    const painted = () => void setTimeout(resolve);
    requestAnimationFrame(painted);
    setTimeout(painted, 100);
  });
}

/** Runs in the page: some of what is said in a call, and the lobby's menus, come with that part. */
function isHere(): boolean {
  return document.body.dataset.screen === "call"
    ? document.querySelectorAll(".notices").length > 1
    : document.querySelector(".lobby .settings") !== null;
}
