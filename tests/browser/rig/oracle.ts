import { allHear } from "./flow.ts";
import { until } from "./until.ts";
import type { Visitor } from "./visitor.ts";

/**
 * What must hold of everybody in a room when all is well: pictures and sound both ways, a tile of
 * each, one connection with each, and none left over.
 */
export async function whole(people: readonly Visitor[], within?: number): Promise<void> {
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
