import { type Box, cutOf, placing, recordingSize, type Size } from "./composition.ts";

/** Colours and measures of a recording; the page's own in its dark stage. */
const GROUND = "#101216";
const TILE = "#23272f";
const PILL = "rgb(0 0 0 / 60%)";
const TEXT = "#fff";
const FONT = "system-ui, sans-serif";
const NAME_PX = 18;

/** Canvas on which the stage is drawn for a recording. */
export interface StageCanvas {
  readonly canvas: HTMLCanvasElement;
  /** Draws the stage as it is laid out now. */
  draw(): void;
}

/**
 * Makes the canvas for the stage of this document; null while there is no stage, or no canvas. The
 * own tile bears the name that it has on the stage, or `ownName`.
 */
export function openStageCanvas(document: Document, ownName?: () => string): StageCanvas | null {
  const stage = document.querySelector<HTMLElement>(".stage");
  const canvas = document.createElement("canvas");
  const size = recordingSize(stage?.getBoundingClientRect() ?? { width: 16, height: 9 });
  Object.assign(canvas, size);
  const pen = canvas.getContext("2d", { alpha: false });
  if (!pen) return null;
  return {
    canvas,
    draw() {
      pen.fillStyle = GROUND;
      pen.fillRect(0, 0, size.width, size.height);
      drawStage(pen, document, size, ownName);
    },
  };
}

function drawStage(
  pen: CanvasRenderingContext2D,
  document: Document,
  size: Size,
  ownName: (() => string) | undefined,
): void {
  const stage = document.querySelector<HTMLElement>(".stage");
  if (!stage) return;
  const place = placing(stage.getBoundingClientRect(), size);
  const tiles = [...stage.querySelectorAll<HTMLElement>("[data-tile]")];
  const isCard = (tile: HTMLElement) => Number(tile.classList.contains("card"));
  // The own card floats above the others.
  for (const tile of tiles.sort((a, b) => isCard(a) - isCard(b))) {
    const box = place(tile.getBoundingClientRect());
    if (box.width < 1 || box.height < 1) continue;
    pen.save();
    pen.beginPath();
    pen.rect(box.x, box.y, box.width, box.height);
    pen.clip();
    pen.fillStyle = TILE;
    pen.fillRect(box.x, box.y, box.width, box.height);
    const shown = tile.querySelector(".pill .name")?.textContent ?? "";
    const name = tile.dataset["tile"] === "me" && ownName?.() || shown;
    const video = tile.querySelector("video");
    if (video && video.videoWidth > 0) drawVideo(pen, video, place(video.getBoundingClientRect()));
    else drawInitial(pen, name, box);
    drawName(pen, name, box);
    pen.restore();
  }
}

/** Draws a picture as everybody else sees it: not mirrored. */
function drawVideo(pen: CanvasRenderingContext2D, video: HTMLVideoElement, box: Box): void {
  const fit = getComputedStyle(video).objectFit === "cover" ? "cover" : "contain";
  const picture = { width: video.videoWidth, height: video.videoHeight };
  const { from, to } = cutOf(picture, box, fit);
  pen.drawImage(
    video,
    from.x,
    from.y,
    from.width,
    from.height,
    to.x,
    to.y,
    to.width,
    to.height,
  );
}

function drawInitial(pen: CanvasRenderingContext2D, name: string, box: Box): void {
  pen.fillStyle = TEXT;
  pen.font = `600 ${Math.round(Math.min(box.width, box.height) / 3)}px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText([...name][0] ?? "", box.x + box.width / 2, box.y + box.height / 2);
}

function drawName(pen: CanvasRenderingContext2D, name: string, box: Box): void {
  pen.font = `${NAME_PX}px ${FONT}`;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  const widest = box.width - 2 * NAME_PX;
  const width = Math.min(widest, pen.measureText(name).width);
  if (name === "" || width <= 0) return;
  const [left, middle] = [box.x + NAME_PX, box.y + box.height - 1.5 * NAME_PX];
  pen.fillStyle = PILL;
  pen.fillRect(left - NAME_PX / 2, middle - NAME_PX, width + NAME_PX, 2 * NAME_PX);
  pen.fillStyle = TEXT;
  pen.fillText(name, left, middle, widest);
}
