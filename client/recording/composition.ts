/** A rectangle, in CSS pixels of the page or in pixels of the recording. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A size in pixels. */
export type Size = Pick<Box, "width" | "height">;

/** Where pixels of a video are taken, and where they are put. */
export interface Cut {
  readonly from: Box;
  readonly to: Box;
}

/** Pixels of a recording: those of a landscape stage; of an upright one they are turned. */
const LONG_SIDE_PX = 1280;
const SHORT_SIDE_PX = 720;

/** Size of the recording of a stage. It stays, since files bear no change of it. */
export function recordingSize(stage: Size): Size {
  return stage.height > stage.width
    ? { width: SHORT_SIDE_PX, height: LONG_SIDE_PX }
    : { width: LONG_SIDE_PX, height: SHORT_SIDE_PX };
}

/** Maps boxes of the stage into the recording: as large as it fits, in the middle. */
export function placing(stage: Box, size: Size): (box: Box) => Box {
  const scale = Math.min(
    size.width / Math.max(1, stage.width),
    size.height / Math.max(1, stage.height),
  );
  const left = (size.width - stage.width * scale) / 2;
  const top = (size.height - stage.height * scale) / 2;
  return ({ x, y, width, height }) => ({
    x: left + (x - stage.x) * scale,
    y: top + (y - stage.y) * scale,
    width: width * scale,
    height: height * scale,
  });
}

/** Cut of a picture in its box, as `object-fit` has it: it fills the box and is cut, or is whole. */
export function cutOf(picture: Size, to: Box, fit: "cover" | "contain"): Cut {
  const scales = [to.width / picture.width, to.height / picture.height];
  const scale = fit === "cover" ? Math.max(...scales) : Math.min(...scales);
  const width = Math.min(picture.width, to.width / scale);
  const height = Math.min(picture.height, to.height / scale);
  const drawn = { width: width * scale, height: height * scale };
  return {
    from: {
      x: (picture.width - width) / 2,
      y: (picture.height - height) / 2,
      width,
      height,
    },
    to: {
      x: to.x + (to.width - drawn.width) / 2,
      y: to.y + (to.height - drawn.height) / 2,
      ...drawn,
    },
  };
}
