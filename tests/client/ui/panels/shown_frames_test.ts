import { assertEquals } from "@std/assert";
import { type FrameElement, watchFrames } from "../../../../client/ui/panels/shown_frames.ts";

/** An element whose frames the test shows. */
function element() {
  const waiting = new Map<number, VideoFrameRequestCallback>();
  let last = 0;
  const video: FrameElement = {
    requestVideoFrameCallback(run) {
      waiting.set(++last, run);
      return last;
    },
    cancelVideoFrameCallback: (handle) => void waiting.delete(handle),
  };
  return {
    video,
    waiting,
    show(captureTime: number | undefined, shown: number) {
      const [first] = waiting;
      if (!first) return;
      waiting.delete(first[0]);
      first[1](shown, {
        expectedDisplayTime: shown,
        presentationTime: shown,
        mediaTime: 0,
        presentedFrames: 1,
        width: 640,
        height: 360,
        ...(captureTime === undefined ? {} : { captureTime }),
      });
    },
  };
}

Deno.test("watchFrames: each frame is handed out once, and one without a capture time never", () => {
  const one = element();
  const watch = watchFrames(() => one.video);
  assertEquals(watch.take(), []);
  one.show(undefined, 10);
  one.show(20, 60);
  one.show(50, 95);
  assertEquals(watch.take(), [{ captured: 20, shown: 60 }, { captured: 50, shown: 95 }]);
  assertEquals(watch.take(), []);
  watch.stop();
  assertEquals(one.waiting.size, 0);
});

Deno.test("watchFrames: it follows the picture to another element, and does without any", () => {
  const [before, after] = [element(), element()];
  let shown: FrameElement | null = before.video;
  const watch = watchFrames(() => shown);
  watch.take();
  before.show(1, 30);
  shown = after.video;
  assertEquals(watch.take(), []);
  assertEquals([before.waiting.size, after.waiting.size], [0, 1]);
  after.show(100, 140);
  assertEquals(watch.take(), [{ captured: 100, shown: 140 }]);
  shown = null;
  assertEquals([watch.take(), after.waiting.size], [[], 0]);
  // An old browser has no such callback.
  assertEquals(watchFrames(() => ({})).take(), []);
});
