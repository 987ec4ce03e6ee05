import { assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { allHear, silence } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

interface Witness {
  /** Tones that were started. */
  tones: number;
  asked: number;
  notes: string[];
  /** Number on the icon of the installed page. */
  badge: number;
  hidden: boolean;
}
declare global {
  var heard: Witness;
}

/** Counts tones and notifications, and has the page count as hidden; runs before its own scripts. */
function attentive(): void {
  const heard: Witness = { tones: 0, asked: 0, notes: [], badge: 0, hidden: false };
  globalThis.heard = heard;
  const native = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    heard.tones++;
    return native.apply(this, when);
  };
  class Note {
    static permission = "default";
    static requestPermission() {
      heard.asked++;
      Note.permission = "granted";
      return Promise.resolve("granted");
    }
    onclick = null;
    constructor(_: string, { body = "" }: NotificationOptions) {
      heard.notes.push(body);
    }
    close() {}
  }
  Object.assign(globalThis, { Notification: Note });
  Object.assign(navigator, {
    setAppBadge: (count: number) => Promise.resolve(void (heard.badge = count)),
    clearAppBadge: () => Promise.resolve(void (heard.badge = 0)),
  });
  Object.defineProperty(document, "hidden", { get: () => heard.hidden });
}

/** Has a microphone speak: a tone that comes and goes like syllables; runs before the page's own. */
function talkative(): void {
  const { mediaDevices } = navigator;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await native(wanted);
    const [quiet] = stream.getAudioTracks();
    if (!quiet) return stream;
    const context = new AudioContext();
    addEventListener("pointerdown", () => void context.resume());
    const out = context.createMediaStreamDestination();
    const voice = context.createOscillator();
    const syllables = context.createOscillator();
    const shape = context.createGain();
    syllables.type = "square";
    syllables.frequency.value = 1.5;
    syllables.connect(shape.gain);
    voice.connect(shape).connect(out);
    voice.start();
    syllables.start();
    // Kept, since Firefox lets only those play who capture.
    Object.assign(globalThis, { kept: stream.clone() });
    stream.removeTrack(quiet);
    for (const track of out.stream.getAudioTracks()) stream.addTrack(track);
    return stream;
  };
}

const heard = ({ page }: Visitor) => page.evaluate(() => globalThis.heard);

async function say(visitor: Visitor, text: string): Promise<void> {
  await visitor.page.focus("#chat-text");
  await visitor.page.keyboard.type(text);
  await visitor.page.keyboard.press("Enter");
}

for (const kind of BOTH) {
  browserTest(
    `${kind}: a message sounds, shows, and is told outside once that is wished`,
    [kind],
    async (
      testRoom,
    ) => {
      const ann = await testRoom.enter(kind, "Ann", { before: [attentive] });
      const bob = await testRoom.enter(kind, "Bob");
      await allHear([ann, bob]);
      await lateIsHere(ann);
      await lateIsHere(bob);
      // A gesture, without which browsers play nothing.
      await ann.page.bringToFront();
      await ann.page.mouse.click(2, 2);
      await bob.press("chat");
      const { tones: before } = await heard(ann);
      await say(bob, "hello");
      await ann.press("read-line");
      await ann.reads("hello");
      // Firefox starts no audio context on a machine without a sound card.
      const sounds = kind === "chromium" ? 1 : 0;
      const sounded = async () => (await heard(ann)).tones - before;
      await until("its sound", async () => await sounded() === sounds, sounded);
      await say(bob, "and again");
      await ann.reads("and again");
      await ann.count('[data-do="read-line"]', 0);
      // Whoever reads it as it comes needs no sound.
      assertEquals(await sounded(), sounds);

      await ann.page.keyboard.press("Escape");
      await ann.count(".panel", 0);
      await say(bob, "in passing");
      await ann.count('[data-do="read-line"]', 1);
      await clean(ann, "a line in passing");
      const counts = async () => [(await heard(ann)).badge, await ann.page.title()];
      await until("a count", async () => /^1,\(1\) /.test(`${await counts()}`), counts);
      await until("its sound", async () => await sounded() === 2 * sounds, sounded);
      await ann.press("more");
      await ann.click(".feedback summary");
      await ann.click('[data-do="sound-chat"]');
      assertEquals((await heard(ann)).asked, 0);
      await ann.click('[data-do="notify"]');
      await until("the question", async () => (await heard(ann)).asked === 1);
      await clean(ann, "sounds and notifications");
      await ann.page.keyboard.press("Escape");
      await ann.page.evaluate(() => globalThis.heard.hidden = true);
      await say(bob, "a secret");
      await until("a notification", async () => (await heard(ann)).notes.length === 1);
      const { notes: [note = ""] } = await heard(ann);
      assertEquals(note.includes("Bob"), true);
      assertEquals(note.includes("secret"), false);
      assertEquals(await sounded(), 2 * sounds);
      // Others sound still.
      await bob.press("hand");
      await until("the hand's sound", async () => await sounded() === 4 * sounds, sounded);
    },
  );
}

browserTest(
  "chromium: who speaks while muted is told so, and heard by nobody",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", { before: [talkative] });
    const bob = await testRoom.enter("chromium", "Bob");
    await allHear([ann, bob]);
    await lateIsHere(ann);
    await ann.page.bringToFront();
    await ann.page.mouse.click(2, 2);
    await ann.press("mic");
    await ann.count('[data-notice="muted-speech"]', 1);
    const margins = await ann.page.evaluate(() =>
      [...document.querySelectorAll(".notices")].map((one) => getComputedStyle(one).margin)
    );
    assertEquals(new Set(margins).size, margins.length, "boxes of notices lie on each other");
    await clean(ann, "speech while muted");
    await silence(bob);
    await ann.press("unmute");
    await ann.count('[data-notice="muted-speech"]', 0);
    await allHear([ann, bob]);
    // Not where it is not wished for.
    await ann.press("more");
    await ann.click(".feedback summary");
    await ann.click('[data-do="speech-notice"]');
    await ann.page.keyboard.press("Escape");
    const clones = await ann.page.evaluate(() => {
      const seen = { clones: 0 };
      const native = MediaStreamTrack.prototype.clone;
      MediaStreamTrack.prototype.clone = function () {
        seen.clones++;
        return native.call(this);
      };
      Object.assign(globalThis, { seen });
      return seen.clones;
    });
    await ann.press("mic");
    await bob.count('[data-tile]:not([data-tile="me"]) [data-muted]', 1);
    const after = await ann.page.evaluate(() =>
      (globalThis as unknown as { seen: { clones: number } }).seen.clones
    );
    assertEquals(after, clones);
  },
);
