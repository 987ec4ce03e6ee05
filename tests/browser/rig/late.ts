import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";

/** Waits until the call has what it can begin without: it is asked for two seconds into it. */
export async function lateIsHere({ page }: Visitor): Promise<void> {
  await until("the late part", () => page.evaluate(isHere));
}

/** Runs in the page: some of what is said is said by that part. */
function isHere(): boolean {
  return document.querySelectorAll(".notices").length > 1;
}
