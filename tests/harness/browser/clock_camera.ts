/**
 * Puts a camera that shows the time before the page's own scripts; a self-contained function. The
 * picture has 32 blocks in rows of 8: the low 24 bits of `Date.now()` in a Gray code, of which two
 * neighbours differ in one bit, and 8 bits that check them.
 */
export function clockCamera(): void {
  // Absent where a browser begins, on an insecure blank page.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (!mediaDevices) return;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  const [width, height, rate] = [640, 360, 30];

  function paint(pen: CanvasRenderingContext2D | null): void {
    const time = Date.now() % 2 ** 24;
    const gray = time ^ (time >>> 1);
    const check = (gray ^ (gray >>> 8) ^ (gray >>> 16)) & 255;
    for (let at = 0; pen && at < 32; at++) {
      const bit = at < 24 ? gray >>> at & 1 : check >>> (at - 24) & 1;
      pen.fillStyle = bit ? "#fff" : "#000";
      pen.fillRect(at % 8 * width / 8, Math.floor(at / 8) * height / 4, width / 8, height / 4);
    }
  }

  mediaDevices.getUserMedia = async (wanted = {}) => {
    if (!wanted.video) return await native(wanted);
    const stream = wanted.audio ? await native({ audio: wanted.audio }) : new MediaStream();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const pen = canvas.getContext("2d", { alpha: false });
    setInterval(paint, 1000 / rate, pen);
    for (const track of canvas.captureStream(rate).getVideoTracks()) stream.addTrack(track);
    return stream;
  };
}

/** Delays read from pictures of a {@link clockCamera}, and those that the panel shows meanwhile. */
export interface ClockReading {
  /** Milliseconds from the painting of each frame until it is shown. */
  readonly delays: readonly number[];
  /** Frames whose bits did not fit together. */
  readonly misread: number;
  /** Values of the open statistics panel, in ms, and the sources of them. */
  readonly panel: readonly number[];
  readonly sources: readonly string[];
}

/** Options of {@link readClock}. */
export interface ClockReadingOptions {
  /** Finds the element that shows the picture. */
  readonly selector: string;
  readonly frames: number;
  /** New values of the panel to wait for; none where there is no panel. */
  readonly values?: number;
}

/** Reads the clock of a picture; runs in the page, so it refers to nothing outside of itself. */
export async function readClock(
  { selector, frames, values = 0 }: ClockReadingOptions,
): Promise<ClockReading> {
  const video = document.querySelector<HTMLVideoElement>(selector);
  const [width, height] = [64, 32];
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!video || !pen) throw new Error(`no picture at ${selector}`);
  const delays: number[] = [];
  const panel: number[] = [];
  const sources = new Set<string>();
  let misread = 0;

  function read(shown: HTMLVideoElement, to: OffscreenCanvasRenderingContext2D): number | null {
    const now = Date.now();
    to.drawImage(shown, 0, 0, width, height);
    const { data } = to.getImageData(0, 0, width, height);
    let [gray, check] = [0, 0];
    for (let at = 0; at < 32; at++) {
      const [x, y] = [at % 8 * 8 + 4, Math.floor(at / 8) * 8 + 4];
      const bit = (data[(y * width + x) * 4] ?? 0) > 127 ? 1 : 0;
      if (at < 24) gray |= bit << at;
      else check |= bit << (at - 24);
    }
    if (check !== ((gray ^ (gray >>> 8) ^ (gray >>> 16)) & 255)) return null;
    let time = gray;
    for (let shift = 1; shift < 24; shift <<= 1) time ^= time >>> shift;
    return (now % 2 ** 24 - time + 2 ** 24) % 2 ** 24;
  }

  const chart = document.querySelector<HTMLElement>('[data-chart="delay"]');
  const observer = new MutationObserver(() => {
    const value = chart?.dataset["now"];
    if (value) panel.push(Number(value));
    const holder = chart?.closest<HTMLElement>("[data-delay]");
    if (holder?.dataset["delay"]) sources.add(holder.dataset["delay"]);
  });
  if (chart) observer.observe(chart, { attributeFilter: ["data-now"] });
  await new Promise<void>((resolve) => {
    const take = () => {
      const delay = read(video, pen);
      if (delay === null) misread++;
      else delays.push(delay);
      if (delays.length + misread >= frames && panel.length >= values) resolve();
      else video.requestVideoFrameCallback(take);
    };
    video.requestVideoFrameCallback(take);
  });
  observer.disconnect();
  return { delays, misread, panel, sources: [...sources] };
}
