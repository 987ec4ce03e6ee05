/** Part of a picture that is seen: how much it is enlarged, and by how many pixels it is moved. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** A point or a size in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The whole picture. */
export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
/** Small print of a large screen can be read on a phone. */
export const MAX_SCALE = 8;
/** Scales closer to the whole picture than this are the whole picture. */
const SNAP = 1.02;

/** Enlarges by `factor` so that `at` stays where it is, in a box of the size `box`. */
export function zoomAt(zoom: Zoom, factor: number, at: Point, box: Point): Zoom {
  const wanted = Math.min(MAX_SCALE, zoom.scale * factor);
  if (wanted < SNAP) return WHOLE;
  const by = wanted / zoom.scale;
  return inBox({
    scale: wanted,
    x: at.x - (at.x - zoom.x) * by,
    y: at.y - (at.y - zoom.y) * by,
  }, box);
}

/** Moves what is enlarged, as far as there is more of it. */
export function pan(zoom: Zoom, by: Point, box: Point): Zoom {
  return inBox({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, box);
}

/** Factor of one notch or one stretch of a wheel, by its `deltaY` in pixels or lines. */
export function wheelFactor(delta: number, isLines: boolean): number {
  const pixels = isLines ? delta * 16 : delta;
  // However far a free wheel spins, one event at most doubles or halves.
  return 2 ** Math.max(-1, Math.min(1, -pixels / 240));
}

/** No edge of the picture comes into the box. */
function inBox({ scale, x, y }: Zoom, box: Point): Zoom {
  const least = { x: box.x * (1 - scale), y: box.y * (1 - scale) };
  return {
    scale,
    x: Math.min(0, Math.max(least.x, x)),
    y: Math.min(0, Math.max(least.y, y)),
  };
}
