import { CAMERA, hears, listens, sees } from "./rig/flow.ts";
import type { Kind } from "./rig/find.ts";
import { type Entry, scene } from "./rig/scene.ts";

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

  scene(
    `busy devices in ${kind}: a retry brings picture and sound`,
    ["chromium", "firefox"],
    async (stage) => {
      const ann = await stage.enter("chromium", "Ann");
      const bob = await stage.enter(kind, "Bob", { before: [busy] });
      await hears(bob, 1);
      await bob.page.evaluate(() => Object.defineProperty(globalThis, "__free", { value: true }));
      await bob.press("retry-mic");
      await bob.press("retry-camera");
      await sees(ann, CAMERA);
      await listens(ann);
    },
  );
}

scene("two people without any device meet and chat", ["chromium", "firefox"], async (stage) => {
  const ann = await stage.enter("chromium", "Ann", { with: { media: "none" } });
  const bob = await stage.enter("firefox", "Bob", { with: { media: "none" } });
  await ann.count(`${OTHER}[data-connection="connected"]`, 1);
  await bob.count(`${OTHER}[data-connection="connected"]`, 1);
  await ann.press("chat");
  await ann.page.type("#chat-text", "no camera, no microphone");
  await ann.page.keyboard.press("Enter");
  await bob.press("chat");
  await bob.reads("no camera, no microphone");
});
