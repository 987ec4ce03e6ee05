import { assert, assertEquals } from "@std/assert";
import { connections } from "../harness/browser/assert_healthy_call.ts";
import type { Kinds } from "../harness/browser/browsers.ts";
import { CAMERA, sees } from "../harness/browser/media_counters.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { lossy } from "./nft.ts";
import { ports } from "./ports.ts";
import { limitBandwidth } from "./bandwidth_limit.ts";
import { AUDIBLE, describe, type InboundMedia, watch } from "./inbound_media.ts";

/** A camera that obeys every size, in few frames. */
const OBEYS: Kinds = { args: ["--use-fake-device-for-media-stream=fps=10"] };
const WATCHED = 200;
const TIMEOUT_MS = 90_000;
/** Share of what came before that counts as the same. */
const SAME = 0.8;

/** Runs in the page: lines of the picture that comes in. */
async function readLines(): Promise<number> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const stats = await Promise.all(
    made.filter((pc) => pc.connectionState === "connected").map((pc) => pc.getStats()),
  );
  const all = stats.flatMap((one) => [...one.values()]);
  return Math.max(0, ...all.map((one) => one.type === "inbound-rtp" ? one.frameHeight ?? 0 : 0));
}

/** Ann sends her picture to Bob, who shows it large, and to Cyn and Dee, who show it small. */
async function four(testRoom: TestRoom) {
  testRoom.expect(/ICE failed/);
  const enter = (name: string, width: number, height: number) =>
    testRoom.enter("chromium", name, {
      with: OBEYS,
      kept: true,
      cam: name === "Ann" ? 1 : 0,
      mic: name === "Ann" ? 1 : 0,
      devices: "full",
      viewport: { width, height },
    });
  const ann = await enter("Ann", 800, 600);
  const bob = await enter("Bob", 1280, 800);
  const [cyn, dee] = [await enter("Cyn", 400, 300), await enter("Dee", 400, 300)];
  const receivers = [bob, cyn, dee] as const;
  await Promise.all(receivers.map((one) => sees(one, CAMERA)));
  // They have describe how they show it.
  const lines = () => Promise.all(receivers.map(({ page }) => page.evaluate(readLines)));
  await until("a larger picture for Bob", async () => {
    const [large = 0, ...small] = await lines();
    return small.every((one) => large > one);
  }, lines);
  const all = [ann, ...receivers];
  return { ann, receivers, connections: () => Promise.all(all.map(connections)) };
}

const each = (people: readonly Visitor[]) => Promise.all(people.map((one) => watch(one, WATCHED)));
const bytesOf = ({ bytes, pictures }: InboundMedia) => bytes * pictures;

browserTest(
  "Uplink: a narrow one keeps the sound, and gives most to the picture that is shown large",
  [
    "chromium",
  ],
  async (testRoom) => {
    const { ann, receivers, connections } = await four(testRoom);
    await using link = await limitBandwidth([await ports(ann)]);
    await link.carries(10_000);
    const before = await connections();
    const free = await each(receivers);
    console.log(`free: ${free.map(describe).join("; ")}`);
    for (const carries of [1500, 600, 250]) {
      await link.carries(carries);
      let spans: readonly InboundMedia[] = [];
      await until(
        `sound at ${carries} kbit/s, and most of the picture for who shows it large`,
        async () => {
          await link.covers(0, await ports(ann));
          spans = await each(receivers);
          const [large = NaN, ...small] = spans.map(bytesOf);
          const audible = spans.every(({ concealed }, at) =>
            concealed <= AUDIBLE + 2 * (free[at]?.concealed ?? 0)
          );
          return audible && small.every((one) => large > one);
        },
        () => Promise.resolve(spans.map(describe)),
        TIMEOUT_MS,
      );
      console.log(`${carries} kbit/s: ${spans.map(describe).join("; ")}`);
    }
    const { waited } = await link.seen();
    assert(waited > 0, "nothing waited: no narrow way");
    assertEquals(await connections(), before, "a narrow uplink is no reason to rebuild");
  },
);

browserTest("Uplink: a member on a lossy way costs the others neither sound nor pictures", [
  "chromium",
], async (testRoom) => {
  const { ann, receivers: [bob, cyn, dee], connections } = await four(testRoom);
  const before = await connections();
  const free = await each([bob, dee]);
  await using fault = await lossy(await ports(ann), await ports(cyn), 10);
  let spans: readonly InboundMedia[] = [];
  const unharmed = ({ concealed, pictures }: InboundMedia, at: number) => {
    const { concealed: before = NaN, pictures: floor = NaN } = free[at] ?? {};
    return concealed <= AUDIBLE + 2 * before && pictures >= floor * SAME;
  };
  await until(
    "the good ways to be as before",
    async () => {
      spans = await each([bob, dee, cyn]);
      const [good, bad] = [spans.slice(0, 2), spans.at(-1)];
      return good.every((one, at) => unharmed(one, at) && (bad?.lost ?? 0) > one.lost);
    },
    () => Promise.resolve([...free, ...spans].map(describe)),
    TIMEOUT_MS,
  );
  console.log(
    `free: ${free.map(describe).join("; ")}; beside 10 % of loss: ${
      spans.map(describe).join("; ")
    }`,
  );
  assert(await fault.dropped() > 0, "nothing was lost");
  assertEquals(await connections(), before, "losses are no reason to rebuild");
});
