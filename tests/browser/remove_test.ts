import { assert, assertEquals } from "@std/assert";
import type { Kind } from "./rig/find.ts";
import { allHear } from "./rig/flow.ts";
import { lateIsHere } from "./rig/late.ts";
import { BOTH } from "./rig/plot.ts";
import { type Relay, relay } from "./rig/relay.ts";
import { room } from "./rig/room.ts";
import { scene, type Stage } from "./rig/scene.ts";
import type { Visitor } from "./rig/visitor.ts";
import { until } from "./rig/until.ts";

const address = ({ page }: Visitor) => page.evaluate(() => location.href);
/** What the link holds behind the room's name. */
const keyIn = async (one: Visitor) => /\/([\w-]{43})$/.exec(await address(one))?.[1] ?? "";

async function remove(one: Visitor, name: string): Promise<void> {
  await lateIsHere(one);
  if (await one.page.$('[data-do="tab-people"]') === null) await one.press("chat");
  await one.press("tab-people");
  await one.click(`[data-do="remove"][aria-label*="${name}"]`);
  await one.press("remove-now");
}

/** They are in this many's company, and the address has changed. */
async function moved(one: Visitor, before: string, others: number): Promise<string> {
  await until("another address", async () => await address(one) !== before, () => address(one));
  await one.count('[data-tile]:not([data-tile="me"])', others);
  return await keyIn(one);
}

async function company(stage: Stage, kinds: readonly Kind[], place = room()) {
  const relays: Relay[] = [];
  const people: Visitor[] = [];
  for (const [at, kind] of kinds.entries()) {
    const through = await relay(stage.server.port);
    relays.push(through);
    const name = ["Ann", "Bob", "Cem", "Dee", "Eli"][at];
    const link = `${through.origin}/#/${place}?name=${name}&join=1&mic=1&cam=1`;
    people.push(await stage.open(kind, link));
  }
  await allHear(people);
  for (const one of people) {
    // What is entered by is not what stands there after the move.
    await one.page.evaluate(() => history.replaceState(null, "", location.hash.split("?")[0]));
  }
  return {
    people,
    frames: () => relays.flatMap(({ passed }) => passed.map(({ text }) => text)),
    async [Symbol.asyncDispose]() {
      for (const one of people) await one.close();
      for (const one of relays) await one[Symbol.asyncDispose]();
    },
  };
}

for (
  const kinds of [["chromium", "firefox", "chromium"], ["firefox", "chromium", "firefox"]] as const
) {
  scene(`${kinds.join(", ")}: the third is removed, the others go on`, BOTH, async (stage) => {
    await using party = await company(stage, kinds);
    const [ann, bob, cem] = party.people;
    assert(ann && bob && cem);
    const before = await Promise.all([ann, bob, cem].map(address));
    await remove(ann, "Cem");
    const [first, second] = [
      await moved(ann, before[0] ?? "", 1),
      await moved(bob, before[1] ?? "", 1),
    ];
    assertEquals(first, second);
    await allHear([ann, bob]);
    await bob.reads("has moved this call to a new link");
    await cem.reads("The others have left this call");
    assertEquals(await address(cem), before[2]);
    // Cem comes again by the old link, and meets nobody.
    await cem.page.reload();
    await cem.on("lobby");
    await cem.press("join");
    await cem.count("[data-tile]", 1);
    for (const one of [ann, bob]) await one.count("[data-tile]", 2);
    assertEquals(first.length, 43);
    const frames = party.frames();
    assert(frames.some((text) => text.includes("client-answer")), "no frames");
    for (const text of frames) assert(!text.includes(first.slice(0, 20)), "the key was sent");
  });
}
