import { assert, assertEquals } from "@std/assert";
import type { Kind } from "./rig/find.ts";
import { CAMERA, listens, sees } from "./rig/flow.ts";
import { length } from "./rig/length.ts";
import { madeUp, since } from "./rig/made_up.ts";
import { connections } from "./rig/oracle.ts";
import { scene } from "./rig/scene.ts";
import { lasts, until } from "./rig/until.ts";
import type { Visitor } from "./rig/visitor.ts";

const KINDS: readonly Kind[] = [
  "chromium",
  "firefox",
  "chromium",
  "firefox",
  "chromium",
  "firefox",
  "chromium",
];
/** Two send pictures, all send sound: eight cameras on two cores freeze each other. */
const CAMERAS = 2;
const ROUNDS = length(3, 60);
/** The one who comes and goes does so this often, in ms. */
const EVERY = 10_000;
/** The longest gap that the row allows, in ms; here all that was made up in a round together. */
const GAP = 500;

scene("F69: eight people, one of whom comes and goes", ["chromium", "firefox"], async (stage) => {
  // So many at once may be too late for each other, and try again.
  stage.expect(/ICE failed/);
  const enter = (kind: Kind, name: string, cam: 0 | 1) =>
    stage.enter(kind, name, { cam, viewport: { width: 400, height: 300 } });
  const people: Visitor[] = [];
  for (const [at, kind] of KINDS.entries()) {
    people.push(await enter(kind, `P${at}`, at < CAMERAS ? 1 : 0));
  }

  /** Everybody hears everybody, the one who comes and goes included when there, in one tile each. */
  async function hold(...flapping: readonly Visitor[]): Promise<void> {
    const all = [...people, ...flapping];
    for (const one of all) await one.count("[data-tile]", all.length);
    await Promise.all(all.map((one) => listens(one, all.length - 1, 90_000)));
    await Promise.all(all.slice(CAMERAS).map((one) => sees(one, CAMERA, CAMERAS)));
  }

  /** The most that one of the seven has missed of another while this went on, in ms. */
  async function missed(run: () => Promise<unknown>): Promise<number> {
    const before = await Promise.all(people.map(madeUp));
    await run();
    const now = await Promise.all(people.map(madeUp));
    return Math.max(...before.flatMap((one, at) => since(one, now[at] ?? one)));
  }

  await hold();
  const pairs = () => Promise.all(people.map(connections));
  await until("the seven to be connected, once each", async () => {
    return (await pairs()).every((one) => one.length === people.length - 1);
  });
  const held = await pairs();
  const quiet = await missed(() => lasts(EVERY));
  const allowed = Math.max(GAP, 2 * quiet);
  for (let round = 0; round < ROUNDS; round++) {
    const most = await missed(async () => {
      const flapper = await enter("chromium", "Flap", 0);
      await hold(flapper);
      await lasts(EVERY / 2);
      await flapper.close();
      await lasts(EVERY / 2);
    });
    for (const one of people) await one.count("[data-tile]", people.length);
    const made = `${most.toFixed(0)} ms of sound made up at most, ${quiet.toFixed(0)} before`;
    console.log(`F69 round ${round + 1}: ${made} (at most ${allowed.toFixed(0)})`);
    assert(most <= allowed, "who comes and goes is heard in the others' calls");
  }
  assertEquals(await pairs(), held, "the seven have what they had");
});
