import { until } from "./wait_until.ts";
import type { Visitor } from "./visitor.ts";

/** Waits until a page has what a call can begin without: it is asked for two seconds into it. */
export async function lateIsHere({ page }: Visitor): Promise<void> {
  await until("the late part", () => page.evaluate(isHere));
}

/** Runs in the page: some of what is said in a call, and the lobby's menus, come with that part. */
function isHere(): boolean {
  return document.body.dataset.screen === "call"
    ? document.querySelectorAll(".notices").length > 1
    : document.querySelector(".lobby .settings") !== null;
}
