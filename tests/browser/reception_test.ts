import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import type { Kinds } from "../harness/browser/browsers.ts";
import {
  CAMERA,
  decoded,
  MIC,
  soundPackets,
  stillness,
} from "../harness/browser/media_counters.ts";
import { meet, MIXED, type Pair } from "../harness/browser/meeting.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { length, LONG } from "../harness/browser/long_runs.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Packets of sound in a second: the clock of these rows, which a slow machine slows down, too. */
const SECOND = 50;

/** Counters of one m-line that a page sends, over all connections. */
interface Sent {
  readonly packets: number;
  readonly bytes: number;
}

/** Runs in the page. */
async function readSent(mid: string): Promise<Sent> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const sent = { packets: 0, bytes: 0 };
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    for (const one of (await pc.getStats()).values()) {
      if (one.type !== "outbound-rtp" || one.mid !== mid) continue;
      sent.packets += one.packetsSent ?? 0;
      sent.bytes += one.bytesSent ?? 0;
    }
  }
  return sent;
}

const sent = ({ page }: Visitor, mid: string) => page.evaluate(readSent, mid);

/** Waits until no picture leaves for two seconds of sound; tells after how much sound the last one did. */
async function stopsSending(one: Visitor): Promise<number> {
  const began = (await sent(one, MIC)).packets;
  let last = { bytes: -1, sound: began };
  const quiet = async () => {
    const [{ bytes }, { packets }] = [await sent(one, CAMERA), await sent(one, MIC)];
    // An empty frame now and then, as Firefox sends, is no picture.
    if (last.bytes < 0 || bytes - last.bytes > 500) last = { bytes, sound: packets };
    return packets - last.sound > 2 * SECOND;
  };
  await until("no picture to be sent", quiet, () => sent(one, CAMERA));
  return last.sound - began;
}

/** Packets of sound that come in before the next picture. */
async function comesBack(one: Visitor): Promise<number> {
  const [frames, sound] = [await decoded(one), await soundPackets(one)];
  await until("a picture", async () => await decoded(one) > frames, () => one.inflow());
  return await soundPackets(one) - sound;
}

async function told(one: Visitor): Promise<void> {
  // The deferred part is there, and has told how the picture is shown.
  await one.count('[data-do="numbers"]', 1);
}

const SECONDS = length(12, 600);

browserTest(
  "Reception, F55: a hidden page beats on, sends all, and is sent sound alone",
  BOTH,
  async (
    testRoom,
  ) => {
    await Promise.all(MIXED.map((pair) => hide(testRoom, pair)));
  },
);

async function hide(testRoom: TestRoom, pair: Pair): Promise<void> {
  const entry = { with: { throttled: true } };
  await using meeting = await meet(testRoom, pair, { entries: [{}, entry] });
  const { people: [ann, bob], proxies: [anns, bobs] } = meeting;
  await assertHealthyCall([ann, bob]);
  await Promise.all([ann, bob].map(told));
  const before = await Promise.all([ann, bob].map(connections));
  const other = await bob.page.browserContext().newPage();
  await other.bringToFront();
  const stopped = await stopsSending(ann);
  assert(stopped <= 3 * SECOND, `pictures go on for ${stopped} packets of sound`);
  await ann.count('[data-held="hidden"]', 1);

  const seen = () => bob.page.evaluate(() => document.visibilityState);
  await until("hidden", async () => await seen() === "hidden", seen);
  const [frames, sound, his] = [
    await decoded(ann),
    await soundPackets(ann),
    await soundPackets(bob),
  ];
  const hidden = [anns, bobs].map(({ passed }) => passed.length);
  // Her ears tell the time, which is as long as his sound is.
  const heard = async () => await soundPackets(ann) - sound;
  const enough = async () => await heard() > SECONDS * SECOND;
  await until(`${SECONDS} s of sound`, enough, heard, (SECONDS + 60) * 1000);
  assertEquals(await seen(), "hidden");
  await until("sound to go on", async () => await soundPackets(bob) > his + SECOND);
  const meanwhile = [anns, bobs].map(({ passed }, at) => passed.slice(hidden[at]));
  const beats = meanwhile.map((passed) =>
    passed.filter(({ by, type }) => by === "page" && type === "client-beat").length
  );
  const [hers = 0, hisBeats = 0] = beats;
  assert(hers > 0 && hisBeats > hers / 2, `${hisBeats} beats of the hidden page, ${hers} of hers`);
  const others = meanwhile[0]?.filter(({ type }) => /^client-(away|leave)$/.test(type));
  assertEquals(others, []);
  // Nobody has replaced anything, and his pictures have come all the time.
  assertEquals(await Promise.all([ann, bob].map(connections)), before);
  const pictures = await decoded(ann) - frames;
  assert(pictures > await heard() / SECOND * 2, `${pictures} pictures`);

  await other.close();
  await bob.page.bringToFront();
  const back = await comesBack(bob);
  console.log(`${pair.join(" → ")}: stopped after ${stopped} packets of sound, back after ${back}`);
  assert(back <= SECOND, `the picture is back after ${back} packets of sound`);
  await ann.count("[data-held]", 0);
  await assertHealthyCall([ann, bob]);
  assertEquals(await Promise.all([ann, bob].map(connections)), before);
}

browserTest(
  "Reception: who wants no pictures is sent none, and sees why",
  BOTH,
  async (testRoom) => {
    const [ann, bob] = [
      await testRoom.enter("chromium", "Ann"),
      await testRoom.enter("firefox", "Bob"),
    ];
    await assertHealthyCall([ann, bob]);
    await Promise.all([ann, bob].map(told));
    const before = await Promise.all([ann, bob].map(connections));
    await bob.press("chat");
    await bob.press("tab-people");
    await bob.press("no-pictures");
    await Promise.all([ann.count('[data-held="chosen"]', 1), bob.count('[data-held="mine"]', 1)]);
    await bob.count('[data-tile]:not([data-tile="me"]) video', 0);
    await stillness(bob, CAMERA);
    await bob.press("no-pictures");
    await Promise.all([ann.count("[data-held]", 0), bob.count("[data-held]", 0)]);
    await assertHealthyCall([ann, bob]);
    assertEquals(await Promise.all([ann, bob].map(connections)), before);
  },
);

browserTest(
  "Reception: a choice of no pictures, for one or for all, is kept over a reload",
  BOTH,
  async (testRoom) => {
    const [ann, bob] = [
      await testRoom.enter("firefox", "Ann"),
      await testRoom.enter("chromium", "Bob"),
    ];
    await Promise.all([ann, bob].map(told));
    const held = (by: string) =>
      Promise.all([ann.count(`[data-held${by}]`, 1), bob.count('[data-held="mine"]', 1)]);
    async function switchAll(): Promise<void> {
      await bob.press("more");
      await bob.press("no-pictures");
      await bob.press("more");
    }
    async function switchOne(): Promise<void> {
      await bob.press("chat");
      await bob.press("tab-people");
      await bob.press("no-pictures");
      await bob.press("chat");
    }
    await switchAll();
    await held('="chosen"');
    await switchOne();
    await bob.page.reload();
    await bob.on("call");
    await told(bob);
    await held('="chosen"');
    await bob.count('[data-tile]:not([data-tile="me"]) video', 0);
    await switchAll();
    // The choice for one of them is another one.
    await held('="chosen"');
    await switchOne();
    await Promise.all([ann.count("[data-held]", 0), bob.count("[data-held]", 0)]);
    await assertHealthyCall([ann, bob]);
  },
);

/** A camera that obeys every size, in few frames. */
const OBEYS: Kinds = { args: ["--use-fake-device-for-media-stream=fps=5"] };

/** Runs in the page: lines of the pictures that come in, the smallest first. */
async function readLines(): Promise<number[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const lines: number[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    for (const one of (await pc.getStats()).values()) {
      if (one.type === "inbound-rtp" && one.mid === "1") lines.push(one.frameHeight ?? 0);
    }
  }
  return lines.sort((a, b) => a - b);
}

if (LONG) {
  browserTest(
    "Reception: a tile that is enlarged is sent more lines, the others fewer",
    ["chromium"],
    async (testRoom) => {
      const small = {
        with: OBEYS,
        kept: true,
        devices: "full",
        viewport: { width: 320, height: 240 },
      } as const;
      const ann = await testRoom.enter("chromium", "Ann", {
        ...small,
        viewport: { width: 1200, height: 800 },
      });
      for (const name of ["Bob", "Cem"]) await testRoom.enter("chromium", name, small);
      const lines = () => ann.page.evaluate(readLines);
      const become = (wanted: readonly number[]) =>
        until(`pictures of ${wanted} lines`, async () => `${await lines()}` === `${wanted}`, lines);
      await become([360, 360]);
      await ann.click('[data-tile]:not([data-tile="me"]) .enlarge');
      await become([180, 540]);
      await ann.click(".tile.large .enlarge");
      await become([360, 360]);
    },
  );
}
