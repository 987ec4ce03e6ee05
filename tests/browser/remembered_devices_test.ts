import { assertEquals } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { controlDevices } from "../harness/browser/controlled_devices.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const KINDS = ["audioinput", "videoinput"] as const;
const MANY = { args: ["--use-fake-device-for-media-stream=device-count=3"] };

const shown = ({ page }: Visitor, kind: string) =>
  page.$eval(`select[data-device="${kind}"]`, (menu) => String(Reflect.get(menu, "value")));

/** Chooses the last of each kind. */
async function chooseLast(who: Visitor): Promise<string[]> {
  const chosen: string[] = [];
  for (const kind of KINDS) {
    const menu = `select[data-device="${kind}"]`;
    await who.count(menu, 1);
    const last = await who.page.$eval(
      menu,
      (found) =>
        found instanceof HTMLSelectElement ? found.options[found.options.length - 1]?.value : "",
    );
    await who.page.select(menu, last ?? "");
    await until("the choice", async () => await shown(who, kind) === last);
    chosen.push(last ?? "");
  }
  return chosen;
}

/** Waits until the menus show these, and the page captures them. */
async function uses(who: Visitor, chosen: readonly string[], what: string): Promise<void> {
  const menus = () => Promise.all(KINDS.map((kind) => shown(who, kind).catch(() => "no menu")));
  await until(what, async () => (await menus()).join() === chosen.join(), menus);
  const captured = () =>
    who.page.evaluate(() =>
      globalThis.controlledDevices.tracks.filter(({ track }) => track.readyState === "live")
        .map(({ track }) => track.getSettings().deviceId ?? "")
    );
  const same = async () => (await captured()).sort().join() === [...chosen].sort().join();
  await until(`${what}: captured`, same, captured);
}

browserTest(
  "LocalMedia: choices outlast the address, rejoining and a reload",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", { with: MANY, before: [controlDevices] });
    await ann.press("more");
    const chosen = await chooseLast(ann);
    await uses(ann, chosen, "chosen");
    await ann.press("hide-address");
    await uses(ann, chosen, "after hiding the address");
    await ann.press("camera");
    assertEquals(await shown(ann, "videoinput"), chosen[1]);
    await ann.press("camera");
    await ann.press("leave");
    await ann.on("left");
    await ann.press("rejoin");
    await ann.on("call");
    await ann.press("more");
    await uses(ann, chosen, "after joining again");
    await ann.page.reload();
    await ann.on("call");
    await ann.press("more");
    await uses(ann, chosen, "after a reload");
  },
);

browserTest(
  "LocalMedia: a microphone that is gone and back is used again",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", { with: MANY, before: [controlDevices] });
    const bob = await testRoom.enter("chromium", "Bob");
    await allHear([ann, bob]);
    await ann.press("more");
    const chosen = await chooseLast(ann);
    await uses(ann, chosen, "chosen");
    await ann.page.evaluate(() =>
      globalThis.controlledDevices.tracks.findLast(({ track }) =>
        track.kind === "audio" && track.readyState === "live"
      )?.end()
    );
    await until("another microphone", async () => {
      const now = await shown(ann, "audioinput");
      return now !== "" && now !== chosen[0];
    });
    // It is named before it is open.
    await allHear([ann, bob]);
    await ann.page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event("devicechange")));
    await ann.reads("Your microphone is back, and in use again.");
    await uses(ann, chosen, "back");
    await allHear([ann, bob]);
  },
);

browserTest("Devices: Firefox asks for a speaker by a button", ["firefox"], async (testRoom) => {
  const asked = () => {
    // A blank page has no devices.
    if (!navigator.mediaDevices) return;
    const { mediaDevices } = navigator;
    Object.defineProperty(mediaDevices, "selectAudioOutput", {
      // As browsers have their methods.
      configurable: true,
      value: () => {
        Object.assign(globalThis, { asked: true });
        return Promise.reject(new DOMException("no", "NotAllowedError"));
      },
    });
  };
  const ann = await testRoom.enter("firefox", "Ann", { before: [asked] });
  await ann.press("more");
  await ann.press("speaker");
  await until("the question", () => ann.page.evaluate(() => "asked" in globalThis));
});
