import { CAMERA, hears, listens, sees } from "../harness/browser/media_counters.ts";
import { BOTH, type Kind } from "../harness/browser/browser_binaries.ts";
import { browserTest, type Entry, type TestRoom } from "../harness/browser/test_room.ts";

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
  ["busy devices", { before: [busy] }],
  ["an ignored prompt", { before: [ignored] }],
  ["no media API", { before: [bare] }],
];

/** Asserts the verdict of the check page on camera and microphone. */
async function checked({ server, open }: TestRoom, kind: Kind, entry: Entry, why: string) {
  const one = await open(kind, `${server.origin}/#/check`, entry);
  await one.press("check");
  for (const topic of ["camera", "microphone"]) {
    await one.count(`[data-topic="${topic}"][data-verdict="${why}"]`, 1);
  }
  await one.reads(
    why === "denied" ? "This page may not use the camera" : "No camera is connected",
  );
  await one.close();
}

for (const kind of BOTH) {
  const names = situations.map(([name]) => name).join(", ");
  browserTest(`${names} in ${kind}: joins all the same, sees and hears`, BOTH, async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    for (const [name, entry] of situations) {
      const bob = await testRoom.enter(kind, name, entry);
      await hears(bob, 1);
      await ann.count(OTHER, 1);
      await ann.count(`${OTHER} [data-muted]`, 1);
      await ann.count(`${OTHER} video[data-kind="picture"]`, 0);
      await ann.reads(name);
      if (entry.before?.includes(busy)) {
        // Both come on once they are free.
        await bob.page.evaluate(release);
        await bob.press("mic");
        await bob.press("camera");
        await sees(ann, CAMERA);
        await listens(ann);
      }
      await bob.close();
      await ann.count(OTHER, 0);
      if (name === "permission denied") await checked(testRoom, kind, entry, "denied");
    }
  });

  browserTest(
    `busy devices in the lobby of ${kind}: said, and tried again`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.open(kind, testRoom.link, { before: [busy] });
      await ann.on("lobby");
      await ann.count('[data-do="retry-mic"]', 1);
      await ann.count('[data-do="retry-camera"]', 1);
      await ann.page.evaluate(release);
      await ann.press("retry-mic");
      await ann.press("retry-camera");
      await ann.count('[data-do="retry-mic"]', 0);
      await ann.count('[data-do="retry-camera"]', 0);
      await ann.count("video", 1);
    },
  );
}

browserTest(
  "devices: people without any see and hear others, meet and chat",
  BOTH,
  async (testRoom) => {
    const none: Entry = { with: { media: "none" } };
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("chromium", "Bob", none);
    const cem = await testRoom.enter("firefox", "Cem", none);
    await hears(bob, 1);
    await hears(cem, 1);
    for (const one of [ann, bob, cem]) await one.count(`${OTHER}[data-connection="connected"]`, 2);
    await ann.count(`${OTHER} [data-muted]`, 2);
    await ann.count(`${OTHER} video[data-kind="picture"]`, 0);
    await bob.press("chat");
    await bob.write("no camera, no microphone");
    await bob.page.keyboard.press("Enter");
    await cem.press("chat");
    await cem.reads("no camera, no microphone");
    for (const kind of BOTH) await checked(testRoom, kind, none, "missing");
  },
);
