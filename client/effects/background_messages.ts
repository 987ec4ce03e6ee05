import type { Background } from "../state/effects.ts";

/** Message of the page to the worker that draws backgrounds. */
export type ToWorker =
  /** Changes what is behind the person; `picture` for an own one. */
  | { readonly do: "set"; readonly background: Background; readonly picture: ImageBitmap | null }
  /** Reads frames from one stream and writes them into the other, until the first one ends. */
  | {
    readonly do: "pipe";
    readonly from: ReadableStream<VideoFrame>;
    readonly into: WritableStream<VideoFrame>;
  }
  /** One frame, which is answered by one. */
  | { readonly do: "draw"; readonly frame: ImageBitmap };

/** Message of that worker. */
export type FromWorker =
  | { readonly is: "ready" }
  | { readonly is: "failed" | "slow" }
  /** Time for a frame, where the page brings each one. */
  | { readonly is: "due" }
  | { readonly is: "drawn"; readonly frame: ImageBitmap };
