import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { allHear, hears } from "../harness/browser/media_counters.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';

/** The connections that carry something, by their place in the order in which they were made. */
async function carrying(visitor: Visitor): Promise<number[]> {
  return (await visitor.inflow()).filter(({ state }) => state === "connected").map(({ at }) => at);
}

/** Chooses the last of a kind and gives its id. */
async function choose(visitor: Visitor, kind: string): Promise<string> {
  const menu = `select[data-device="${kind}"]`;
  await visitor.count(menu, 1);
  const ids = await visitor.page.$$eval(
    `${menu} option`,
    (options) => options.map((option) => option.getAttribute("value") ?? ""),
  );
  const last = ids.at(-1) ?? "";
  assert(ids.length >= 2, `one ${kind} alone: ${ids}`);
  await visitor.page.select(menu, last);
  return last;
}

browserTest(
  "devices: another camera and another microphone in the call, on the same connection",
  BOTH,
  async (testRoom) => {
    const many = { with: { args: ["--use-fake-device-for-media-stream=device-count=3"] } };
    const ann = await testRoom.enter("chromium", "Ann", many);
    const bob = await testRoom.enter("firefox", "Bob");
    await allHear([ann, bob]);
    const before = await carrying(bob);
    await ann.press("more");
    for (const kind of ["videoinput", "audioinput"]) {
      const chosen = await choose(ann, kind);
      const shown = () =>
        ann.page.$eval(`select[data-device="${kind}"]`, (menu) => Reflect.get(menu, "value"));
      await until("the choice", async () => await shown() === chosen);
      await hears(bob, 1);
    }
    assertEquals(await carrying(bob), before);
  },
);

/** Lets a test take a device away: the track ends as when it is unplugged. */
function unpluggable(): void {
  const { mediaDevices } = navigator;
  if (!mediaDevices) return;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  const taken: MediaStreamTrack[] = [];
  Object.defineProperty(globalThis, "__taken", { value: taken });
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await native(wanted);
    taken.push(...stream.getTracks());
    return stream;
  };
}

// Chromium alone: Firefox delivers no event that a script dispatches on a captured track.
for (const other of LONG ? BOTH : BOTH.slice(1)) {
  const loser = "chromium";
  for (const kind of ["audio", "video"] as const) {
    browserTest(
      `${loser} loses its ${kind} device before ${other}: the default takes over, and it is said`,
      BOTH,
      async (testRoom) => {
        const ann = await testRoom.enter(loser, "Ann", { before: [unpluggable] });
        const bob = await testRoom.enter(other, "Bob");
        await allHear([ann, bob]);
        const before = await carrying(bob);
        const count = () =>
          ann.page.evaluate(() => (globalThis as unknown as { __taken: unknown[] }).__taken.length);
        const had = await count();
        await ann.page.evaluate((lost) => {
          const { __taken: taken } = globalThis as unknown as { __taken: MediaStreamTrack[] };
          const track = taken.find(({ kind, readyState }) =>
            kind === lost && readyState === "live"
          );
          track?.stop();
          track?.dispatchEvent(new Event("ended"));
        }, kind);
        await ann.count(".notice", 1);
        await until("another device", async () => await count() > had);
        await hears(bob, 1);
        await bob.count(`${OTHER} [data-muted]`, 0);
        assertEquals(await carrying(bob), before);
      },
    );
  }
}
