import { cameraLimit, FULL_CAMERA, inTurn } from "./encodings.ts";

/** Wishes that cameras were told, and their constraints before the first. */
const fitted = new WeakMap<MediaStreamTrack, { wish: string; before: MediaTrackConstraints }>();

/**
 * Has the camera capture no more than a call with `others` other members can use, so that five
 * people cost a weak machine no 720p capture, scaling and self-view (W3C Media Capture §4.3.8).
 * Resolves when the camera has done so, or has refused: to true if it was asked, which is once for
 * the same size.
 */
export async function fitCamera(track: MediaStreamTrack | null, others: number): Promise<boolean> {
  if (!track) return false;
  const { lines, rate } = others > 2 ? cameraLimit(others) : FULL_CAMERA;
  const known = fitted.get(track);
  const full = lines === FULL_CAMERA.lines;
  if (full && !known) return false;
  const { width, height } = track.getSettings();
  const upright = width !== undefined && height !== undefined && height > width;
  // The proportions stay, or the browser would cut a part of the picture away.
  const ratio = width && height ? Math.max(width, height) / Math.min(width, height) : 16 / 9;
  const wish = JSON.stringify([lines, rate, !full && upright]);
  if (known?.wish === wish) return false;
  const before = known?.before ?? track.getConstraints();
  fitted.set(track, { wish, before });
  const short = { ideal: lines };
  const long = { ideal: Math.round(lines * ratio) };
  const size = {
    ...(upright ? { width: short, height: long } : { width: long, height: short }),
    resizeMode: "crop-and-scale",
  };
  const wanted = full ? before : { ...before, ...size, frameRate: { ideal: rate } };
  await inTurn(track, async () => {
    if (fitted.get(track)?.wish === wish) await track.applyConstraints(wanted);
  }).catch(() => {});
  return true;
}
