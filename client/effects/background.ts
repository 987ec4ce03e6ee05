import type { Background } from "../state/effects.ts";
import type { FromWorker, ToWorker } from "./background_messages.ts";
import { type FramePath, openFramePath } from "./frame_path.ts";
import { answerFor, type ProcessedTrack } from "./processed_track.ts";

/** Options of {@link openBackground}. */
export interface BackgroundOptions {
  readonly camera: MediaStreamTrack;
  readonly openWorker: () => Worker;
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

/** Starts a worker for one camera; what is drawn has the background of the last `set`. */
export function openBackground(options: BackgroundOptions): DrawnCamera {
  const { camera, ready, failed } = options;
  const worker = options.openWorker();
  const send = (message: ToWorker, transfer: Transferable[] = []) =>
    worker.postMessage(message, { transfer });
  let path: FramePath | null = null;

  function begin(): void {
    try {
      path = openFramePath(camera, send);
      answerFor(path.track, camera);
      ready();
    } catch {
      failed("background-failed");
    }
  }

  worker.onerror = () => failed("background-failed");
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
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
    set: (background, picture) =>
      send({ do: "set", background, picture }, picture ? [picture] : []),
    close() {
      worker.terminate();
      path?.close();
    },
  };
}
