import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { decoded, soundPackets } from "../harness/browser/media_counters.ts";
import { length } from "../harness/browser/long_runs.ts";
import { meet, MIXED, type Pair } from "../harness/browser/meeting.ts";
import { connections, whole } from "../harness/browser/assert_healthy_call.ts";
import { scene, type Stage } from "../harness/browser/stage.ts";
import { until } from "../harness/browser/wait_until.ts";

/** Packets of sound in a second. */
const SOUND_RATE = 50;
const SECONDS = length(30, 600);

scene("F55: a hidden tab beats on, and the call goes on", BOTH, async (stage) => {
  await Promise.all(MIXED.map((pair) => hide(stage, pair)));
});

async function hide(stage: Stage, pair: Pair): Promise<void> {
  const entry = { with: { drowsy: true } };
  await using meeting = await meet(stage, pair, { entries: [{}, entry] });
  const { people: [ann, bob], proxies: [anns, bobs] } = meeting;
  await whole([ann, bob]);
  const before = await Promise.all([ann, bob].map(connections));
  const other = await bob.page.browserContext().newPage();
  await other.bringToFront();
  const seen = () => bob.page.evaluate(() => document.visibilityState);
  await until("hidden", async () => await seen() === "hidden", seen);
  const [frames, sound] = [await decoded(ann), await soundPackets(ann)];
  const hidden = [anns, bobs].map(({ passed }) => passed.length);
  // Her ears tell the time, which is as long as his sound is.
  const heard = async () => await soundPackets(ann) - sound;
  const enough = async () => await heard() > SECONDS * SOUND_RATE;
  await until(`${SECONDS} s of sound`, enough, heard, (SECONDS + 60) * 1000);
  assertEquals(await seen(), "hidden");
  const meanwhile = [anns, bobs].map(({ passed }, at) => passed.slice(hidden[at]));
  const [hers = 0, his = 0] = meanwhile.map((passed) =>
    passed.filter(({ by, type }) => by === "page" && type === "client-beat").length
  );
  assert(hers > 0 && his > hers / 2, `${his} beats of the hidden page, ${hers} of the other`);
  const told = meanwhile[0]?.filter(({ type }) => /^client-(away|leave)$/.test(type));
  assertEquals(told, []);
  // Nobody has replaced anything, and his pictures have come all the time.
  assertEquals(await Promise.all([ann, bob].map(connections)), before);
  const pictures = await decoded(ann) - frames;
  assert(pictures > await heard() / SOUND_RATE * 2, `${pictures} pictures`);
  await other.close();
  await bob.page.bringToFront();
  await whole([ann, bob]);
  assertEquals(await Promise.all([ann, bob].map(connections)), before);
}
