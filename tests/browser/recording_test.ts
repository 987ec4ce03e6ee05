import { assert, assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { HEARING, NO_SOUND } from "../harness/browser/sound_server.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Keeps what the page saves, and has a picker choose a file of the page's own; runs in the page. */
function keepSaved(): void {
  const saved: { name: string; bytes: Blob }[] = [];
  const blobs = new Map<string, Blob>();
  Reflect.set(globalThis, "saved", saved);
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const href = createObjectURL.call(URL, blob);
    if (blob instanceof Blob) blobs.set(href, blob);
    return href;
  };
  HTMLAnchorElement.prototype.click = function () {
    const bytes = blobs.get(this.href);
    if (bytes) saved.push({ name: this.download, bytes });
  };
  if (!("showSaveFilePicker" in globalThis)) return;
  Reflect.set(globalThis, "showSaveFilePicker", async (wish: { suggestedName: string }) => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle("picked", { create: true });
    const { createWritable } = handle;
    handle.createWritable = async () => {
      const stream = await createWritable.call(handle);
      const { close } = stream;
      stream.close = async () => {
        await close.call(stream);
        saved.push({ name: wish.suggestedName, bytes: await handle.getFile() });
      };
      return stream;
    };
    return handle;
  });
}

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

const savedNames = ({ page }: Visitor) =>
  page.evaluate(() =>
    (Reflect.get(globalThis, "saved") as { name: string }[]).map(({ name }) => name)
  );

/** The bytes of a saved file, as text of base64. */
const savedBytes = ({ page }: Visitor, name: string) =>
  page.evaluate(async (name) => {
    const saved = Reflect.get(globalThis, "saved") as { name: string; bytes: Blob }[];
    const bytes = new Uint8Array(
      await saved.find((one) => one.name === name)!.bytes.arrayBuffer(),
    );
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return btoa(text);
  }, name);

/** Plays a file in an empty page: its size, how many of 9 places differ from the ground, loudness. */
async function played(visitor: Visitor, name: string) {
  const base64 = await savedBytes(visitor, name);
  const empty = await visitor.page.browserContext().newPage();
  try {
    return await empty.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(
        bytes.buffer.slice(0),
      );
      const samples = sound.getChannelData(0);
      const energy = samples.reduce((sum, one) => sum + one * one, 0);
      const video = document.createElement("video");
      video.muted = true;
      video.src = URL.createObjectURL(new Blob([bytes]));
      await new Promise((resolve, reject) => {
        video.addEventListener("loadeddata", resolve);
        video.addEventListener("error", reject);
      });
      const { videoWidth: width, videoHeight: height } = video;
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      const pen = canvas.getContext("2d");
      let halves = [0, 0];
      if (width > 0) {
        await video.play();
        await new Promise<void>((resolve) => {
          video.addEventListener("timeupdate", () => video.currentTime > 0.5 && resolve());
          video.addEventListener("ended", () => resolve());
        });
        pen?.drawImage(video, 0, 0);
        const count = (x: number) => {
          const { data } = pen!.getImageData(x, 0, width / 2, height);
          let bright = 0;
          for (let at = 0; at < data.length; at += 4) {
            if (Math.max(data[at]!, data[at + 1]!, data[at + 2]!) > 70) bright++;
          }
          return bright / (data.length / 4);
        };
        halves = [count(0), count(width / 2)];
      }
      const { totalVideoFrames: frames } = video.getVideoPlaybackQuality();
      return { width, height, frames, halves, energy, seconds: sound.duration };
    }, base64);
  } finally {
    await empty.close();
  }
}

for (const kind of BOTH) {
  const other = kind === "chromium" ? "firefox" : "chromium";
  browserTest(
    `recording: ${kind} records both people, and everybody sees the sign while it runs`,
    BOTH,
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann", { ...HEARING, before: [keepSaved] });
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
      await cem.press("leave");
      await ann.count("[data-tile]", 2);
      await ann.page.keyboard.press("t");
      await bob.count("[data-recording-by]", 0);
      assertEquals(await wordsSeen(bob), [
        "\u2068Ann\u2069 is recording this call.",
        "\u2068Ann\u2069 is no longer recording.",
      ]);
      // The whole, Ann, Bob, and Cem, who was silent.
      await until("all files", async () => (await savedNames(ann)).length === 4);
      const names = await savedNames(ann);
      const find = (part: RegExp) => names.find((name) => part.test(name)) ?? "";
      const whole = await played(ann, find(/\d{4}\.\w+$/));
      assert(whole.width === 1280 && whole.height === 720, JSON.stringify(whole));
      assert(whole.frames > 5, JSON.stringify(whole));
      assert(whole.halves.every((part) => part > 0.1), JSON.stringify(whole));
      for (const voice of [/-Ann-/, /-Bob-/]) {
        const { energy, seconds } = await played(ann, find(voice));
        assert(energy > 0.1 && seconds > 1, `${voice}: ${energy} in ${seconds} s`);
      }
      assert(whole.energy > 0.1, JSON.stringify(whole));
      await ann.press("more");
      await ann.page.$eval('[data-do="record"]', (one) => one.scrollIntoView());
      await clean(ann, "more, after a recording");
    },
    undefined,
    NO_SOUND,
  );
}
