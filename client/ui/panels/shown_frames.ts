import type { ShownFrame } from "../../state/diagnostics.ts";

/** Slice of a video element that tells when its frames were captured and are shown. */
export type FrameElement = Partial<
  Pick<HTMLVideoElement, "requestVideoFrameCallback" | "cancelVideoFrameCallback">
>;

/** Frames that an element shows. */
export interface FrameWatch {
  /** Hands out the frames since the last call, and watches the element that is there now. */
  take(): readonly ShownFrame[];
  stop(): void;
}

/** Frames kept between two calls: several seconds of them. */
const MAX_FRAMES = 300;

/** Watches the frames of an element that may be another one at each look. */
export function watchFrames(find: () => FrameElement | null): FrameWatch {
  let watched: FrameElement | null = null;
  let handle: number | undefined;
  let frames: ShownFrame[] = [];

  function next(element: FrameElement): void {
    handle = element.requestVideoFrameCallback?.((_now, { captureTime, expectedDisplayTime }) => {
      // Unknown before the first sender report, and in Safari.
      if (captureTime !== undefined && frames.length < MAX_FRAMES) {
        frames.push({ captured: captureTime, shown: expectedDisplayTime });
      }
      next(element);
    });
  }

  function stop(): void {
    if (handle !== undefined) watched?.cancelVideoFrameCallback?.(handle);
    watched = null;
    handle = undefined;
  }

  return {
    take() {
      const element = find();
      if (element !== watched) {
        stop();
        watched = element;
        frames = [];
        if (element) next(element);
      }
      const taken = frames;
      frames = [];
      return taken;
    },
    stop,
  };
}
