import type { Kinds } from "../harness/browser/browsers.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Lines of the camera that is sent, by the number of people. */
const LINES = [0, 0, 720, 540, 360];
/** A camera that obeys every size, in few frames: four pages of one browser share two cores. */
const OBEYS: Kinds = { args: ["--use-fake-device-for-media-stream=fps=5"] };
/**
 * Pages of one browser share a device. One that was begun for smaller pictures gives Chromium's next
 * size, 640×480, and no more as long as a page has it open.
 */
const SHARED_LINES = 480;
/** Shows each picture larger than it is sent. */
const LARGE = { width: 1600, height: 1200 };

/** A camera picture that is sent to one member. */
interface Sent {
  /** Lines that the camera gives. */
  readonly captured: number;
  /** Lines that the page asks for: what is captured, scaled down. */
  readonly asked: number;
  readonly lines: number;
  readonly id: string;
  /** True if the browser itself is short of time or bandwidth, and sends less than it was asked for. */
  readonly short: boolean;
}

/** Runs in the page. */
async function readSent(): Promise<Sent[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const sent: Sent[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    const sender = pc.getTransceivers().find(({ mid }) => mid === "1")?.sender;
    const scale = sender?.getParameters().encodings[0]?.scaleResolutionDownBy ?? 1;
    const captured = sender?.track?.getSettings().height ?? 0;
    const asked = Math.round(captured / scale);
    for (const one of (await pc.getStats()).values()) {
      if (one.type !== "outbound-rtp" || one.mid !== "1") continue;
      const { frameHeight: lines = 0, ssrc, qualityLimitationReason } = one;
      const short = qualityLimitationReason !== "none";
      sent.push({ captured, asked, lines, id: String(ssrc), short });
    }
  }
  return sent;
}

const sent = ({ page }: Visitor) => page.evaluate(readSent);

/**
 * Waits until everybody asks for a camera of these lines towards everybody, and each of them has been
 * seen to be sent with as many, or with fewer where the browser says that it is short of something.
 */
async function sends(people: readonly Visitor[], what: string): Promise<void> {
  const lines = LINES[people.length] ?? 0;
  const wanted = people.length * (people.length - 1);
  const all = async () => (await Promise.all(people.map(sent))).flat();
  const meant = ({ captured }: Sent) =>
    captured === SHARED_LINES ? Math.min(lines, SHARED_LINES) : lines;
  const seen = new Set<string>();
  await until(
    `${lines} lines ${what}`,
    async () => {
      const now = await all();
      if (now.some((one) => one.asked !== meant(one))) seen.clear();
      for (const one of now) if (one.lines === one.asked || one.short) seen.add(one.id);
      return now.length === wanted &&
        now.every((one) => one.asked === meant(one) && seen.has(one.id));
    },
    all,
    60_000,
  );
}

async function come(testRoom: TestRoom, people: Visitor[], name: string): Promise<void> {
  const entry = { with: OBEYS, kept: true, devices: "full", viewport: LARGE } as const;
  people.push(await testRoom.enter("chromium", name, entry));
  if (people.length > 1) await sends(people, `after ${name} has come`);
}

browserTest(
  "Encodings: lines sent are lines meant, in a call of two to four",
  ["chromium"],
  async (testRoom) => {
    const people: Visitor[] = [];
    for (const name of ["P0", "P1", "P2", "P3"]) await come(testRoom, people, name);
    const [first] = people;
    await first?.press("camera");
    await first?.press("camera");
    await sends(people, "after a camera was off");
    await first?.press("camera");
    await people.pop()?.close();
    await first?.press("camera");
    await sends(people, "after one has left while a camera was off");
  },
);
