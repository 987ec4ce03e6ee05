import type { Background } from "../state/effects.ts";
import type { Segmenter } from "./segmenter.ts";

/** A frame of a camera. */
export type Frame = VideoFrame | ImageBitmap;

/** Draws people before another background. */
export interface Composer {
  readonly canvas: OffscreenCanvas;
  set(background: Background, picture: ImageBitmap | null): void;
  /** Draws a frame; `fresh`: with a mask of its own. */
  draw(frame: Frame, fresh: boolean): void;
}

type Context = OffscreenCanvasRenderingContext2D;

/** Blur by strength: share of the size that the room is drawn in, and its radius there in pixels. */
const BLUR = { "blur": [4, 3], "more-blur": [8, 5] } as const;

/** Begins with a blurred room. */
export function openComposer(segmenter: Segmenter): Composer {
  const canvas = new OffscreenCanvas(2, 2);
  const out = contextOf(canvas);
  const small = contextOf(new OffscreenCanvas(segmenter.width, segmenter.height), true);
  const room = contextOf(new OffscreenCanvas(2, 2));
  let background: Background = "more-blur";
  let picture: ImageBitmap | null = null;

  function mask(frame: Frame): void {
    const { width, height } = segmenter;
    small.drawImage(frame, 0, 0, width, height);
    const pixels = small.getImageData(0, 0, width, height);
    segmenter.mask(pixels.data);
    small.putImageData(pixels, 0, 0);
  }

  function drawBehind(frame: Frame): void {
    const { width, height } = canvas;
    if (background === "blur" || background === "more-blur") {
      blurInto(room, frame, width, height, background);
      out.drawImage(room.canvas, 0, 0, width, height);
    } else if (background === "picture" && picture) {
      drawCover(out, picture, width, height);
    } else {
      // An own picture that is not there yet is no reason to show the room.
      out.fillStyle = background.startsWith("#") ? background : "#30363d";
      out.fillRect(0, 0, width, height);
    }
  }

  return {
    canvas,
    set(next, image) {
      background = next;
      picture?.close();
      picture = image;
    },
    draw(frame, fresh) {
      const { width, height } = sizeOf(frame);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
      if (fresh) mask(frame);
      out.globalCompositeOperation = "copy";
      out.drawImage(small.canvas, 0, 0, width, height);
      out.globalCompositeOperation = "source-in";
      out.drawImage(frame, 0, 0, width, height);
      out.globalCompositeOperation = "destination-over";
      drawBehind(frame);
    },
  };
}

/** Small first: cheaper by far, and where a browser has no filter it blurs by itself. */
function blurInto(
  room: Context,
  frame: Frame,
  width: number,
  height: number,
  strength: keyof typeof BLUR,
): void {
  const [share, radius] = BLUR[strength];
  const size = { width: Math.ceil(width / share), height: Math.ceil(height / share) };
  if (room.canvas.width !== size.width || room.canvas.height !== size.height) {
    Object.assign(room.canvas, size);
  }
  room.filter = `blur(${radius}px)`;
  // Beyond the edges, where a blur would fade into nothing.
  const margin = radius * 2;
  room.drawImage(
    frame,
    -margin,
    -margin,
    size.width + 2 * margin,
    size.height + 2 * margin,
  );
}

/** Fills the whole, cut where the shapes differ. */
function drawCover(out: Context, picture: ImageBitmap, width: number, height: number): void {
  const scale = Math.max(width / picture.width, height / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  out.drawImage(picture, (width - w) / 2, (height - h) / 2, w, h);
}

function sizeOf(frame: Frame): { width: number; height: number } {
  return "displayWidth" in frame
    ? { width: frame.displayWidth, height: frame.displayHeight }
    : { width: frame.width, height: frame.height };
}

function contextOf(canvas: OffscreenCanvas, willReadFrequently = false): Context {
  const context = canvas.getContext("2d", { willReadFrequently });
  if (!context) throw new Error("this browser draws nothing in a worker");
  return context;
}
