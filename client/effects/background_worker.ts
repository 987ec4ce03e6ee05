// A worker: draws people before another background, so that the page stays free.
import type { FromWorker, ToWorker } from "./background_messages.ts";
import { type Composer, type Frame, openComposer } from "./composer.ts";
import { type Effort, watchFrameBudget } from "./frame_budget.ts";
import { loadSegmenter } from "./segmenter.ts";

/** Milliseconds between two frames, where the page brings them. */
const FRAME_MS = 1000 / 24;
/** One mask for so many frames, when the machine is slow. */
const SPARING = 3;

const tell = (message: FromWorker, transfer: Transferable[] = []) =>
  postMessage(message, { transfer });

/** Draws with as much effort as the machine can keep up with. */
function openDrawing(composer: Composer): (frame: Frame) => void {
  const budget = watchFrameBudget();
  let effort: Effort = "full";
  let count = 0;
  return (frame) => {
    const began = performance.now();
    composer.draw(frame, effort === "full" || count++ % SPARING === 0);
    const now = performance.now();
    const next = budget.note(now - began, now);
    if (next === "none" && effort !== "none") tell({ is: "slow" });
    effort = next;
  };
}

async function pipe(
  from: ReadableStream<VideoFrame>,
  into: WritableStream<VideoFrame>,
  composer: Composer,
  draw: (frame: Frame) => void,
): Promise<void> {
  const reader = from.getReader();
  const writer = into.getWriter();
  for (;;) {
    const { done, value: frame } = await reader.read();
    if (done) return await writer.close();
    draw(frame);
    const { timestamp } = frame;
    frame.close();
    await writer.write(new VideoFrame(composer.canvas, { timestamp }));
  }
}

async function begin(): Promise<void> {
  const composer = openComposer(await loadSegmenter());
  const draw = openDrawing(composer);
  // Where frames come by themselves, none is asked for.
  const asking = setInterval(() => tell({ is: "due" }), FRAME_MS);
  onmessage = ({ data }: MessageEvent<ToWorker>) => {
    switch (data.do) {
      case "set":
        return composer.set(data.background, data.picture);
      case "pipe":
        clearInterval(asking);
        // A stream that is cut off has been stopped by the page.
        return void pipe(data.from, data.into, composer, draw).catch(() => {});
      case "draw": {
        draw(data.frame);
        data.frame.close();
        const frame = composer.canvas.transferToImageBitmap();
        return tell({ is: "drawn", frame }, [frame]);
      }
    }
  };
  tell({ is: "ready" });
}

begin().catch(() => tell({ is: "failed" }));
