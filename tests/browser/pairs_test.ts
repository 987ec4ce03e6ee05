import { assert } from "@std/assert";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { scene } from "../harness/browser/stage.ts";

const orders: readonly (readonly [Kind, Kind])[] = [
  ["chromium", "chromium"],
  ["chromium", "firefox"],
  ["firefox", "chromium"],
  ["firefox", "firefox"],
];

for (const [first, second] of orders) {
  scene(
    `pairs: ${first} and then ${second} see and hear each other`,
    [first, second],
    async (stage) => {
      const ann = await stage.enter(first, "Ann", { devices: "full" });
      const bob = await stage.enter(second, "Bob", { devices: "full" });
      await allHear([ann, bob]);
      await ann.count('[data-tile] video[data-kind="picture"]', 2);
      await bob.count('[data-tile] video[data-kind="picture"]', 2);
    },
  );
}

for (const first of ["chromium", "firefox"] as const) {
  const name = `a newcomer to a ${first} needs at most 3 frames each way on its socket`;
  scene(name, ["chromium", first], async (stage) => {
    const ann = await stage.enter(first, "Ann");
    // Who is shown the call may still be on the way into the room, and come in second.
    await ann.count('body[data-wire="open"]', 1);
    const bob = await stage.enter("chromium", "Bob");
    await allHear([ann, bob]);
    const { sent = [], received = [] } = bob.traffic ?? {};
    const types = (frames: readonly string[]) => frames.map((frame) => JSON.parse(frame).type);
    const seen = `sent ${types(sent)}, received ${types(received)}`;
    assert(sent.length >= 1 && received.length >= 1, `no frames were counted: ${seen}`);
    assert(sent.length <= 3 && received.length <= 3, seen);
  });
}
