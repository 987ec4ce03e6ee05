import type { Visitor } from "./visitor.ts";

/** Content of a WebM file, or of its beginning. */
export interface Content {
  readonly bytes: number;
  /** Pictures in it, and the time of the last one in seconds. */
  readonly pictures: number;
  readonly pictureSeconds: number;
  /** Decoded sound in it: its length in seconds, and the sum of the squares of its samples. */
  readonly seconds: number;
  readonly energy: number;
}

/** Output of one recorder of a page, and how much of it is on the disk. */
export interface Recorded extends Content {
  readonly writtenBytes: number;
}

interface Witness {
  readonly recorders: { readonly parts: Blob[] }[];
  /** Parts that each worker has written, in the order of the recorders. */
  readonly workers: { written: number }[];
  readonly saved: { readonly name: string; readonly bytes: Blob }[];
  content(bytes: Blob): Promise<Content>;
}

type Page = typeof globalThis & { readonly __recorded: Witness };

/** Runs in a page before its own scripts: keeps what it records, writes and saves. */
export function recordingWitness(): void {
  const seen: Witness = { recorders: [], workers: [], saved: [], content };
  Object.assign(globalThis, { __recorded: seen });
  const { start } = MediaRecorder.prototype;
  MediaRecorder.prototype.start = function (slice) {
    const parts: Blob[] = [];
    seen.recorders.push({ parts });
    this.addEventListener("dataavailable", ({ data }) => parts.push(data));
    return start.call(this, slice);
  };
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL) {
      super(url);
      if (!String(url).includes("recording")) return;
      // The first answer is to its opening.
      const worker = { written: -1 };
      seen.workers.push(worker);
      this.addEventListener("message", ({ data }) => {
        if (data === null) worker.written++;
      });
    }
  };
  const blobs = new Map<string, Blob>();
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const href = createObjectURL.call(URL, blob);
    if (blob instanceof Blob) blobs.set(href, blob);
    return href;
  };
  HTMLAnchorElement.prototype.click = function () {
    const bytes = blobs.get(this.href);
    if (bytes) seen.saved.push({ name: this.download, bytes });
  };

  async function content(file: Blob): Promise<Content> {
    const bytes = await file.arrayBuffer();
    const pictures = picturesIn(new Uint8Array(bytes));
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes)
      .catch(() => null);
    const energy = sound?.getChannelData(0).reduce((sum, one) => sum + one * one, 0) ?? 0;
    return { bytes: file.size, ...pictures, seconds: sound?.duration ?? 0, energy };
  }

  /** Looks through the blocks of the picture's track (RFC 8794 §5 and §6, RFC 9559 §5.1). */
  function picturesIn(bytes: Uint8Array) {
    const masters = [0x18538067, 0x1f43b675, 0x1654ae6b, 0xae, 0xa0];
    let [at, track, video, cluster, pictures, last] = [0, 0, -1, 0, 0, 0];
    const read = (keepsMarker: boolean) => {
      const first = bytes[at] ?? 0;
      const length = Math.clz32(first) - 23;
      if (length > 8 || at + length > bytes.length) return -1;
      let value = keepsMarker ? first : first & (0xff >> length);
      for (const byte of bytes.subarray(at + 1, at + length)) value = value * 256 + byte;
      at += length;
      return value;
    };
    while (at < bytes.length) {
      const [id, size] = [read(true), read(false)];
      if (id < 0 || size < 0) break;
      if (masters.includes(id)) continue;
      const value = bytes[at] ?? 0;
      if (id === 0xd7) track = value;
      if (id === 0x83 && value === 1) video = track;
      if (id === 0xe7) {
        cluster = bytes.subarray(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0);
      }
      if ((id === 0xa3 || id === 0xa1) && (value & 0x7f) === video) {
        pictures++;
        // Milliseconds since its cluster: browsers write no other scale.
        last = cluster + new DataView(bytes.buffer, at + 1).getInt16(0);
      }
      at += size;
    }
    return { pictures, pictureSeconds: last / 1000 };
  }
}

/** Content of what each recorder of this page has given so far, the whole recording first. */
export const recordedSoFar = ({ page }: Visitor, from = 0): Promise<Recorded[]> =>
  page.evaluate((from) => {
    const { recorders, workers, content } = (globalThis as Page).__recorded;
    return Promise.all(
      recorders.slice(from).map(async ({ parts }, at) => {
        const written = parts.slice(0, workers[from + at]?.written ?? 0);
        const writtenBytes = written.reduce((sum, { size }) => sum + size, 0);
        return { ...await content(new Blob(parts)), writtenBytes };
      }),
    );
  }, from);

/** SHA-256 of the first bytes that a recorder has given. */
export const recordedDigest = ({ page }: Visitor, recorder: number, bytes?: number) =>
  page.evaluate(
    async (recorder, bytes) => {
      const { recorders } = (globalThis as Page).__recorded;
      const start = await new Blob(recorders[recorder]?.parts).slice(0, bytes).arrayBuffer();
      return [...new Uint8Array(await crypto.subtle.digest("SHA-256", start))].join();
    },
    recorder,
    bytes,
  );

/** SHA-256 of the first bytes of a saved file. */
export const savedDigest = ({ page }: Visitor, name: string, bytes?: number) =>
  page.evaluate(
    async (name, bytes) => {
      const file = (globalThis as Page).__recorded.saved.find((one) => one.name === name);
      const start = await file?.bytes.slice(0, bytes).arrayBuffer() ?? new ArrayBuffer();
      return [...new Uint8Array(await crypto.subtle.digest("SHA-256", start))].join();
    },
    name,
    bytes,
  );

/** Names of the files that the page has saved, in their order. */
export const savedNames = ({ page }: Visitor): Promise<string[]> =>
  page.evaluate(() => (globalThis as Page).__recorded.saved.map(({ name }) => name));

/** Content of a saved file. */
export const savedContent = ({ page }: Visitor, name: string): Promise<Content> =>
  page.evaluate((name) => {
    const { saved, content } = (globalThis as Page).__recorded;
    return content(saved.find((one) => one.name === name)?.bytes ?? new Blob());
  }, name);

/** The bytes of a saved file, as text of base64. */
const savedBytes = ({ page }: Visitor, name: string): Promise<string> =>
  page.evaluate(async (name) => {
    const file = (globalThis as Page).__recorded.saved.find((one) => one.name === name);
    const bytes = new Uint8Array(await file?.bytes.arrayBuffer() ?? new ArrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return btoa(text);
  }, name);

/** Plays a file to its end in an empty page: its size, its frames, how bright each half ends. */
export async function played(visitor: Visitor, name: string) {
  const base64 = await savedBytes(visitor, name);
  const empty = await visitor.page.browserContext().newPage();
  try {
    return await empty.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const video = document.createElement("video");
      video.muted = true;
      const ended = new Promise<void>((resolve, reject) => {
        video.addEventListener("ended", () => resolve());
        video.addEventListener("error", () => reject(new Error(video.error?.message)));
      });
      video.src = URL.createObjectURL(new Blob([bytes]));
      // Pictures that a slow machine leaves out are counted as well.
      video.playbackRate = 4;
      await video.play();
      await ended;
      const { videoWidth: width, videoHeight: height } = video;
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      const pen = canvas.getContext("2d");
      pen?.drawImage(video, 0, 0);
      const bright = (x: number) => {
        const { data } = pen!.getImageData(x, 0, width / 2, height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {
          if (Math.max(data[at]!, data[at + 1]!, data[at + 2]!) > 70) count++;
        }
        return count / (data.length / 4);
      };
      const { totalVideoFrames: frames } = video.getVideoPlaybackQuality();
      return { width, height, frames, halves: [bright(0), bright(width / 2)] };
    }, base64);
  } finally {
    await empty.close();
  }
}
