import type { Visitor } from "./visitor.ts";

/** Waits until the page has what a call can begin without: it is asked for two seconds into it. */
export async function lateIsHere({ page }: Visitor): Promise<void> {
  await page.waitForFunction(isHere);
}

/** Runs in the page. */
function isHere(): boolean {
  const name = document.getElementById("app")?.dataset.late ?? "";
  return performance.getEntriesByName(new URL(name, location.href).href).length > 0;
}
