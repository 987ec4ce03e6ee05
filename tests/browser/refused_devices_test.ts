import { CAMERA, hears, listens, sees } from "../harness/browser/media_counters.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { type Entry, scene } from "../harness/browser/stage.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';

/** Both devices belong to another program, until it lets go. */
function busy(): void {
  if (!navigator.mediaDevices) return;
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wanted) =>
    "__free" in globalThis
      ? real(wanted)
      : Promise.reject(new DOMException("Could not start source", "NotReadableError"));
}

/** The other program lets go. */
function release(): void {
  Object.defineProperty(globalThis, "__free", { value: true });
}

/** The permission prompt stays open for ever. */
function ignored(): void {
  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getUserMedia = () => new Promise(() => {});
}

/** A page without camera and microphone API at all. */
function bare(): void {
  Object.defineProperty(navigator, "mediaDevices", { value: undefined });
}

const situations: readonly (readonly [string, Entry])[] = [
  ["permission denied", { with: { media: "denied" } }],
  ["no device", { with: { media: "none" } }],
  ["busy devices", { before: [busy] }],
  ["an ignored prompt", { before: [ignored] }],
  ["no media API", { before: [bare] }],
];

for (const kind of ["chromium", "firefox"] as const) {
  for (const [name, entry] of situations) {
    const needs: Kind[] = ["chromium", "firefox"];
    scene(`${name} in ${kind}: joins all the same, sees and hears`, needs, async (stage) => {
      const ann = await stage.enter("chromium", "Ann");
      const bob = await stage.enter(kind, "Bob", entry);
      await hears(bob, 1);
      await ann.count(OTHER, 1);
      await ann.count(`${OTHER} [data-muted]`, 1);
      await ann.count(`${OTHER} video[data-kind="picture"]`, 0);
      await ann.reads("Bob");
    });
  }

  const both: Kind[] = ["chromium", "firefox"];

  scene(`busy devices in ${kind}: both come on once they are free`, both, async (stage) => {
    const ann = await stage.enter("chromium", "Ann");
    const bob = await stage.enter(kind, "Bob", { before: [busy] });
    await hears(bob, 1);
    await bob.page.evaluate(release);
    await bob.press("mic");
    await bob.press("camera");
    await sees(ann, CAMERA);
    await listens(ann);
  });

  scene(`busy devices in the lobby of ${kind}: said, and tried again`, [kind], async (stage) => {
    const ann = await stage.open(kind, stage.link, { before: [busy] });
    await ann.on("lobby");
    await ann.count('[data-do="retry-mic"]', 1);
    await ann.count('[data-do="retry-camera"]', 1);
    await ann.page.evaluate(release);
    await ann.press("retry-mic");
    await ann.press("retry-camera");
    await ann.count('[data-do="retry-mic"]', 0);
    await ann.count('[data-do="retry-camera"]', 0);
    await ann.count("video", 1);
  });
}

scene(
  "devices: two people without any device meet and chat",
  ["chromium", "firefox"],
  async (stage) => {
    const ann = await stage.enter("chromium", "Ann", { with: { media: "none" } });
    const bob = await stage.enter("firefox", "Bob", { with: { media: "none" } });
    await ann.count(`${OTHER}[data-connection="connected"]`, 1);
    await bob.count(`${OTHER}[data-connection="connected"]`, 1);
    await ann.press("chat");
    await ann.write("no camera, no microphone");
    await ann.page.keyboard.press("Enter");
    await bob.press("chat");
    await bob.reads("no camera, no microphone");
  },
);
