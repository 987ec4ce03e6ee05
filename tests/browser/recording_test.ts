import { assert, assertEquals, assertMatch } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import {
  type Content,
  played,
  recordedDigest,
  recordedSoFar,
  recordingWitness,
  savedContent,
  savedDigest,
  savedNames,
} from "../harness/browser/recorded_files.ts";
import { HEARING, NO_SOUND } from "../harness/browser/sound_server.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Pictures, and sum of the squares of all samples, that make a recording. */
const PICTURES = 10;
const ENERGY = 0.1;
/** Name of the file in which all is; those of voices go on after the time. */
const WHOLE = /\d{4}\.\w+$/;

/** In a browser as people have it, which slows down a tab behind another one. */
const RECORDING = {
  with: { ...HEARING.with, throttled: true },
  kept: true,
  hides: true,
  before: [recordingWitness],
};

/** Notes the words on recordings that a page shows, from now on. */
function watchWords({ page }: Visitor): Promise<void> {
  return page.evaluate(() => {
    const said = new Set<string>();
    Reflect.set(globalThis, "saidOfRecordings", said);
    new MutationObserver(() => {
      const words = document.querySelector('[role="status"] [data-recording-turn]');
      if (words) said.add(words.textContent ?? "");
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

const wordsSeen = ({ page }: Visitor): Promise<string[]> =>
  page.evaluate(() => [...Reflect.get(globalThis, "saidOfRecordings")]);

const NOTHING: Content = { bytes: 0, pictures: 0, pictureSeconds: 0, seconds: 0, energy: 0 };

/** True of the whole recording: pictures, and sound that is not silence, are in it. */
const isWhole = ({ pictures, energy }: Content) => pictures >= PICTURES && energy > ENERGY;

/** Records until the pictures of the call and both voices are in the files, however long that takes. */
function fill(visitor: Visitor): Promise<unknown> {
  const files = () => recordedSoFar(visitor);
  return until("pictures and two voices in the files", async () => {
    const [whole, ...voices] = await files();
    return whole && isWhole(whole) && voices.filter(({ energy }) => energy > ENERGY).length >= 2;
  }, files);
}

for (const kind of BOTH) {
  const other = kind === "chromium" ? "firefox" : "chromium";
  browserTest(
    `recording: ${kind} records both people, with a sign for everybody, and keeps what a closed page had written`,
    BOTH,
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann", RECORDING);
      const bob = await testRoom.enter(other, "Bob");
      await allHear([ann, bob]);
      await lateIsHere(ann);
      await ann.press("more");
      await ann.press("layout-grid");
      await ann.press("separate-voices");
      await ann.page.keyboard.press("Escape");
      await watchWords(bob);
      await ann.page.keyboard.press("t");
      await ann.count('[data-recording-by="me"]', 1);
      await bob.count('[data-recording-by="other"]', 1);
      const cem = await testRoom.enter(other, "Cem", { mic: 0, cam: 0 });
      await cem.count('[data-recording-by="other"]', 1);
      await clean(cem, "call that is recorded");
      const begun = async () => (await recordedSoFar(ann)).length;
      await until("a file for each voice", async () => await begun() === 4, begun);
      await cem.press("leave");
      await ann.count("[data-tile]", 2);
      await fill(ann);
      await recordsHidden(ann);
      await ann.page.keyboard.press("t");
      await bob.count("[data-recording-by]", 0);
      assertEquals(await wordsSeen(bob), [
        "\u2068Ann\u2069 is recording this call.",
        "\u2068Ann\u2069 is no longer recording.",
      ]);
      // The whole, Ann, Bob, and Cem, who was silent.
      await until("all files", async () => (await savedNames(ann)).length === 4);
      const names = await savedNames(ann);
      const digests = async (of: (at: number, name: string) => Promise<string>) =>
        (await Promise.all(names.map((name, at) => of(at, name)))).sort();
      assertEquals(
        await digests((_, name) => savedDigest(ann, name)),
        await digests((at) => recordedDigest(ann, at)),
      );
      const whole = await played(ann, names.find((name) => WHOLE.test(name)) ?? "");
      assertEquals([whole.width, whole.height], [1280, 720]);
      assert(whole.frames >= PICTURES, JSON.stringify(whole));
      assert(whole.halves.every((part) => part > 0.1), JSON.stringify(whole));
      for (const voice of [/-Ann-/, /-Bob-/]) {
        const { energy } = await savedContent(ann, names.find((one) => voice.test(one)) ?? "");
        assert(energy > ENERGY, `${voice}: ${energy}`);
      }
      await findsWhatWasCut(ann, names.length);
    },
    undefined,
    NO_SOUND,
  );
}

/** To be run in the page before its own scripts: its browser makes no WebM. */
function refuseWebm(): void {
  const { isTypeSupported } = MediaRecorder;
  MediaRecorder.isTypeSupported = (type) => !type.includes("webm") && isTypeSupported(type);
}

browserTest(
  "recording: a browser that makes MP4 and no WebM records that",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", {
      ...RECORDING,
      before: [recordingWitness, refuseWebm],
    });
    const bob = await testRoom.enter("chromium", "Bob");
    await allHear([ann, bob]);
    await ann.press("more");
    await ann.press("record");
    const problem = () =>
      ann.page.$eval(
        "[data-recording-problem]",
        (one) => one.getAttribute("data-recording-problem"),
      )
        .catch(() => null);
    const seen = async () => [await problem(), await recordedSoFar(ann)];
    const isMade = await ann.page.evaluate(() => MediaRecorder.isTypeSupported("video/mp4"));
    if (!isMade) {
      return void await until("no recording", async () => await problem() !== null, seen);
    }
    await until("a recording", async () => (await recordedSoFar(ann)).length === 1, seen);
    const files = () => recordedSoFar(ann);
    const isHeard = async () => (await files())[0]?.energy ?? 0;
    await until("sound in the file", async () => await isHeard() > ENERGY, files);
    await ann.press("record");
    await until("the file", async () => (await savedNames(ann)).length === 1);
    const [name = ""] = await savedNames(ann);
    assertMatch(name, /\d{4}\.mp4$/);
    const { width, height, frames } = await played(ann, name);
    assertEquals([width, height], [1280, 720]);
    assert(frames > 1, `${frames} frames`);
  },
  undefined,
  NO_SOUND,
);

/** Seconds of sound for each second of pictures in what came between two looks. */
const soundRate = (from: Content, to: Content) =>
  (to.seconds - from.seconds) / (to.pictureSeconds - from.pictureSeconds);

/** A page that is hidden records on: pictures, and as much sound as before. */
async function recordsHidden(ann: Visitor): Promise<void> {
  const look = async () => (await recordedSoFar(ann))[0] ?? NOTHING;
  const other = await ann.page.browserContext().newPage();
  await other.bringToFront();
  const state = () => ann.page.evaluate(() => document.visibilityState);
  await until("a hidden page", async () => await state() === "hidden", state);
  const from = await look();
  let hidden = from;
  // Parts come once a second: shorter, what one of them ends with would count.
  await until("more pictures and sound", async () => {
    hidden = await look();
    const [pictures, seconds] = [hidden.pictures - from.pictures, hidden.seconds - from.seconds];
    return pictures >= PICTURES && seconds >= 4 && hidden.pictureSeconds > from.pictureSeconds;
  }, look);
  await other.close();
  await ann.page.bringToFront();
  // A machine that is short of time loses sound, seen or hidden.
  const [before, behind] = [soundRate(NOTHING, from), soundRate(from, hidden)];
  console.log(`sound: ${before.toFixed(2)} of the time seen, ${behind.toFixed(2)} hidden`);
  assert(behind > 0.5 * before, `${behind}, and ${before} before`);
}

/** A page that goes in the middle has written its recording, which the next one offers. */
async function findsWhatWasCut(ann: Visitor, before: number): Promise<void> {
  await ann.page.keyboard.press("t");
  await ann.count('[data-recording-by="me"]', 1);
  const files = () => recordedSoFar(ann, before);
  await until("a recording on the disk", async () => {
    const all = await files();
    const [whole] = all;
    // A file that nothing was written to is none to be found.
    const isWritten = all.length === 3 && all.every(({ writtenBytes }) => writtenBytes > 0);
    return isWritten && whole && isWhole(whole) && whole.writtenBytes === whole.bytes;
  }, files);
  const written = (await files())[0]?.writtenBytes ?? 0;
  const digest = await recordedDigest(ann, before, written);
  await ann.page.reload();
  await ann.count("[data-recording-left]", 1);
  await ann.press("more");
  await ann.count(".left-recording", 3);
  await ann.page.$eval(".left-recording", (one) => one.scrollIntoView());
  await clean(ann, "more, with a recording that was cut");
  await ann.page.$$eval(".left-recording a", (all) => all.forEach((one) => one.click()));
  const [cut = ""] = (await savedNames(ann)).filter((name) => WHOLE.test(name));
  assertEquals(await savedDigest(ann, cut, written), digest);
  const rest = await played(ann, cut);
  assert(rest.width === 1280 && rest.frames >= PICTURES, JSON.stringify(rest));
  for (let left = 3; left > 0; left--) {
    await ann.press("remove-recording");
    await ann.count(".left-recording", left - 1);
  }
}
