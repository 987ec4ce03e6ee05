import type { ToWorker } from "./background_messages.ts";

/** Path of frames from a camera through the worker into a track. */
export interface FramePath {
  readonly track: MediaStreamTrack;
  /** The worker asks for a frame. */
  due(): void;
  /** The worker has drawn one. */
  drawn(frame: ImageBitmap): void;
  close(): void;
}

/** Track processing as Chromium has it (W3C MediaStreamTrack Insertable Media Processing). */
interface Insertable {
  readonly MediaStreamTrackProcessor: new (
    options: { readonly track: MediaStreamTrack; readonly maxBufferSize: number },
  ) => { readonly readable: ReadableStream<VideoFrame> };
  readonly MediaStreamTrackGenerator: new (
    options: { readonly kind: "video" },
  ) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
}

/** Sends a message to the worker, and gives these away with it. */
type Send = (message: ToWorker, transfer: Transferable[]) => void;

/** Opens the best path that the browser has: streams, or a picture after the other. */
export function openFramePath(camera: MediaStreamTrack, send: Send): FramePath {
  const browser: object = globalThis;
  return isInsertable(browser) ? openStreams(browser, camera, send) : openCanvas(camera, send);
}

function isInsertable(here: object): here is Insertable {
  return "MediaStreamTrackProcessor" in here && "MediaStreamTrackGenerator" in here;
}

/** The worker reads and writes frames by itself; a hidden page slows nothing down. */
function openStreams(browser: Insertable, camera: MediaStreamTrack, send: Send): FramePath {
  // A copy, since what reads it holds it.
  const copy = camera.clone();
  const { readable: from } = new browser.MediaStreamTrackProcessor({
    track: copy,
    maxBufferSize: 1,
  });
  const track = new browser.MediaStreamTrackGenerator({ kind: "video" });
  const { writable: into } = track;
  send({ do: "pipe", from, into }, [from, into]);
  return {
    track,
    due() {},
    drawn: (frame) => frame.close(),
    close() {
      copy.stop();
      track.stop();
    },
  };
}

/** The page plays the camera, and hands a picture on whenever the worker is ready for one. */
function openCanvas(camera: MediaStreamTrack, send: Send): FramePath {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  video.play().catch(() => {});
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const [track] = canvas.captureStream().getVideoTracks();
  if (!context || !track) throw new Error("this browser captures no canvas");
  let busy = false;
  let closed = false;

  async function bring(): Promise<void> {
    if (busy || closed || video.readyState < video.HAVE_CURRENT_DATA) return;
    busy = true;
    const frame = await createImageBitmap(video).catch(() => null);
    if (closed) frame?.close();
    else if (frame) send({ do: "draw", frame }, [frame]);
    else busy = false;
  }

  return {
    track,
    due: () => void bring(),
    drawn(frame) {
      busy = false;
      const { width, height } = frame;
      if (canvas.width !== width || canvas.height !== height) {
        Object.assign(canvas, { width, height });
      }
      context.drawImage(frame, 0, 0);
      frame.close();
    },
    close() {
      closed = true;
      track.stop();
      video.srcObject = null;
    },
  };
}
