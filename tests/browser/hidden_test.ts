import { assert, assertEquals } from "@std/assert";
import { decoded } from "./rig/flow.ts";
import { length } from "./rig/length.ts";
import { meet, type Pair } from "./rig/meeting.ts";
import { connections, whole } from "./rig/oracle.ts";
import { BOTH, ORDERS } from "./rig/plot.ts";
import { scene, type Stage } from "./rig/scene.ts";
import { until } from "./rig/until.ts";

/** Without a beat for this long, in ms, the server says that somebody is away. */
const AWAY = 20_000;
/** Seconds between two beats, at most. */
const BEAT = 10;
const SECONDS = length(45, 600);

scene("F55: a hidden tab beats on, and the call goes on", BOTH, async (stage) => {
  await Promise.all(ORDERS.map((pair) => hide(stage, pair)));
});

async function hide(stage: Stage, pair: Pair): Promise<void> {
  const entry = { with: { drowsy: true } };
  await using meeting = await meet(stage, pair, { entries: [{}, entry] });
  const { people: [ann, bob], relays: [anns, bobs] } = meeting;
  await whole([ann, bob]);
  const before = await Promise.all([ann, bob].map(connections));
  const other = await bob.page.browserContext().newPage();
  await other.bringToFront();
  const seen = () => bob.page.evaluate(() => document.visibilityState);
  await until("hidden", async () => await seen() === "hidden", seen);
  const frames = await decoded(ann);
  const hidden = performance.now();
  const beats = () =>
    bobs.passed.filter(({ by, type, when }) =>
      by === "page" && type === "client-beat" && when > hidden
    );
  const enough = () => Promise.resolve(performance.now() - hidden > SECONDS * 1000);
  await until(`${SECONDS} s of it`, enough, undefined, (SECONDS + 30) * 1000);
  assertEquals(await seen(), "hidden");
  const times = [hidden, ...beats().map(({ when }) => when), performance.now()];
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  assert(beats().length >= SECONDS / BEAT - 2, `${beats().length} beats`);
  assert(Math.max(...gaps) < AWAY, `${Math.max(...gaps)} ms without a beat`);
  const told = anns.passed.filter(({ type, when }) =>
    when > hidden && /^client-(away|leave)$/.test(type)
  );
  assertEquals(told, []);
  // Nobody has replaced anything, and his pictures have come all the time.
  assertEquals(await Promise.all([ann, bob].map(connections)), before);
  assert(await decoded(ann) - frames > SECONDS * 2, "hardly any picture");
  await other.close();
  await bob.page.bringToFront();
  await whole([ann, bob]);
  assertEquals(await Promise.all([ann, bob].map(connections)), before);
}
