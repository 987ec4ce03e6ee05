import type { Later } from "../platform/clock.ts";
import type { Background } from "../state/effects.ts";
import type { FromWorker, ToWorker } from "./background_messages.ts";
import { type FramePath, openFramePath } from "./frame_path.ts";
import { type ProcessedTrack, withCameraMethods } from "./processed_track.ts";

/** Slice of a worker that is used. */
export type BackgroundWorker = Pick<
  Worker,
  "postMessage" | "terminate" | "onmessage" | "onerror"
>;

/** Options of {@link openBackground}. */
export interface BackgroundOptions {
  readonly camera: MediaStreamTrack;
  /** Opens the path of frames; the best one of the browser unless told. */
  readonly openPath?: typeof openFramePath;
  readonly openWorker: () => BackgroundWorker;
  readonly later: Later;
  /** Called when frames can be drawn. */
  readonly ready: () => void;
  /** Called when there will be no more frames. */
  readonly failed: (why: "slow" | "background-failed") => void;
}

/** Camera with another background. */
export interface DrawnCamera extends ProcessedTrack {
  /** Changes the background, and keeps the track. */
  set(background: Background, picture: ImageBitmap | null): void;
}

/** Time for which a worker that loads its model may be silent, on a slow network, in ms. */
const LOAD_MS = 60_000;

/** Starts a worker for one camera; what is drawn has the background of the last `set`. */
export function openBackground(options: BackgroundOptions): DrawnCamera {
  const { camera, openPath = openFramePath, ready, failed } = options;
  const worker = options.openWorker();
  const send = (message: ToWorker, transfer: Transferable[] = []) =>
    worker.postMessage(message, { transfer });
  const loading = new AbortController();
  let path: FramePath | null = null;
  let wished: Extract<ToWorker, { do: "set" }> | null = null;

  /** A worker that is not ready hears nothing, and what it does not hear is lost. */
  function paint(): void {
    if (wished) send(wished, wished.picture ? [wished.picture] : []);
    wished = null;
  }

  function begin(): void {
    try {
      paint();
      path = openPath(camera, send);
      withCameraMethods(path.track, camera);
      ready();
    } catch {
      failed("background-failed");
    }
  }

  options.later(LOAD_MS, () => failed("background-failed"), loading.signal);
  worker.onerror = () => failed("background-failed");
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    loading.abort();
    switch (data.is) {
      case "ready":
        return begin();
      case "failed":
        return failed("background-failed");
      case "slow":
        return failed("slow");
      case "due":
        return path?.due();
      case "drawn":
        return path?.drawn(data.frame);
    }
  };

  return {
    track: () => path?.track ?? null,
    set(background, picture) {
      wished?.picture?.close();
      wished = { do: "set", background, picture };
      if (path) paint();
    },
    close() {
      loading.abort();
      worker.terminate();
      path?.close();
    },
  };
}
