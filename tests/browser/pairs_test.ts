import { assert } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { PAIRS } from "../harness/browser/meeting.ts";
import { browserTest } from "../harness/browser/test_room.ts";

/** A newcomer needs so many frames each way on its socket. */
const FRAMES = 3;

for (const [first, second] of PAIRS) {
  browserTest(
    `pairs: ${first} and then ${second} see and hear each other`,
    [first, second],
    async (testRoom) => {
      const ann = await testRoom.enter(first, "Ann", { devices: "full" });
      // Who is shown the call may still be on the way into the room, and come in second.
      await ann.count('body[data-signaling="open"]', 1);
      const bob = await testRoom.enter(second, "Bob", { devices: "full" });
      await allHear([ann, bob]);
      if (bob.traffic) {
        const { sent, received } = bob.traffic;
        const types = (frames: readonly string[]) => frames.map((frame) => JSON.parse(frame).type);
        const seen = `sent ${types(sent)}, received ${types(received)}`;
        assert(sent.length >= 1 && received.length >= 1, `no frames were counted: ${seen}`);
        assert(sent.length <= FRAMES && received.length <= FRAMES, seen);
      }
      await ann.count('[data-tile] video[data-kind="picture"]', 2);
      await bob.count('[data-tile] video[data-kind="picture"]', 2);
    },
  );
}
