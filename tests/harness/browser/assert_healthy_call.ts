import { assert, assertEquals } from "@std/assert";
import { allHear } from "./media_counters.ts";
import { until } from "./wait_until.ts";
import type { Visitor } from "./visitor.ts";
import { readDoubted } from "./connection_witness.ts";

/**
 * Asserts that all is well with everybody in a room: pictures and sound both ways, a tile of
 * each, one connection with each, and none left over.
 */
export async function assertHealthyCall(
  people: readonly Visitor[],
  within?: number,
): Promise<void> {
  await allHear(people, within);
  await Promise.all(people.map(async (one) => {
    await one.count("[data-tile]", people.length);
    await until(`${people.length - 1} connections`, async () => {
      return (await connections(one)).length === people.length - 1;
    }, () => one.inflow());
  }));
}

/** The page's connections that are neither closed nor still in reserve, by their place. */
export async function connections(one: Visitor): Promise<number[]> {
  return (await one.inflow()).filter(({ state }) => state !== "new").map(({ at }) => at);
}

/** Those of a page that are connected, by their place. */
export async function connected(one: Visitor): Promise<number[]> {
  return (await one.inflow()).filter(({ state }) => state === "connected").map(({ at }) => at);
}

/**
 * Nobody's page has given up a connection that it had before. One that its browser had taken for
 * lost, "disconnected" or "failed", is let pass: on a machine that stands still for seconds, as in
 * a network that loses packets, every page has to replace it.
 */
export async function kept(
  people: readonly Visitor[],
  before: readonly (readonly number[])[],
  why: string,
): Promise<void> {
  for (const [at, one] of people.entries()) {
    const [now, had] = [await connections(one), before[at] ?? []];
    const lost = had.filter((pc) => !now.includes(pc));
    const doubted = await one.page.evaluate(readDoubted);
    if (lost.length > 0) {
      console.log(`replaced: ${lost}; taken for lost by the browser: ${doubted}`);
    }
    assert(lost.every((pc) => doubted.includes(pc)), `${why}: had ${had}, has ${now}`);
    assertEquals(now.length, had.length, why);
  }
}
