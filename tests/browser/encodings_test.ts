import type { Kinds } from "./rig/browsers.ts";
import { scene, type Stage } from "./rig/scene.ts";
import { lasts, until } from "./rig/until.ts";
import type { Visitor } from "./rig/visitor.ts";

/** Lines of the camera that is sent, by the number of people. */
const LINES = [0, 0, 720, 540, 360, 270];
/** A camera that obeys every size, in few frames: five pages of one browser share two cores. */
const OBEYS: Kinds = { args: ["--use-fake-device-for-media-stream=fps=5"] };

/** Camera pictures that a page sends, by their lines; runs in the page. */
async function readSent(): Promise<{ lines: number; frames: number }[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const sent: { lines: number; frames: number }[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    for (const one of (await pc.getStats()).values()) {
      if (one.type !== "outbound-rtp" || one.mid !== "1") continue;
      sent.push({ lines: one.frameHeight ?? 0, frames: one.framesSent ?? 0 });
    }
  }
  return sent;
}

const sent = ({ page }: Visitor) => page.evaluate(readSent);

/** Waits until everybody sends everybody a camera of these lines, and goes on doing so. */
async function sends(people: readonly Visitor[], what: string): Promise<void> {
  const lines = LINES[people.length];
  const all = async () => (await Promise.all(people.map(sent))).flat();
  const wanted = people.length * (people.length - 1);
  const right = async () => {
    const now = await all();
    return now.length === wanted && now.every((one) => one.lines === lines) ? now : null;
  };
  await until(
    `${lines} lines ${what}`,
    async () => {
      const before = await right();
      if (!before) return false;
      await lasts(2000);
      const after = await right();
      return after?.every(({ frames }, at) => frames > (before[at]?.frames ?? 0)) ?? false;
    },
    all,
    60_000,
  );
}

async function gather(stage: Stage, people: Visitor[], name: string): Promise<void> {
  const entry = { with: OBEYS, kept: true, camera: "full", viewport: SMALL } as const;
  people.push(await stage.enter("chromium", name, entry));
}

const SMALL = { width: 320, height: 240 };

scene(
  "Encodings: lines sent are lines meant, in a call of two to five",
  ["chromium"],
  async (stage) => {
    const people: Visitor[] = [];
    await gather(stage, people, "P0");
    for (const name of ["P1", "P2", "P3", "P4"]) {
      await gather(stage, people, name);
      await sends(people, `after ${name} has come`);
    }
    const [first] = people;
    await first?.press("camera");
    await first?.press("camera");
    await sends(people, "after a camera was off");
    await people.pop()?.close();
    await sends(people, "after one has left");
    await first?.press("camera");
    await people.splice(1, 1)[0]?.close();
    await first?.press("camera");
    await sends(people, "after one has left while a camera was off");
  },
);
