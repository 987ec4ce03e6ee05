import { keepText, readText } from "../platform/storage.ts";

const KEPT = "visavis.background";
/** Pixels of the longer side: more than a camera's picture has. */
const LONG_SIDE_PX = 1280;
const QUALITY = 0.85;

/** Keeps a picture on this device, as small as it is needed. Rejects what is no picture. */
export async function keepPicture(file: Blob, storage: Storage | null): Promise<void> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONG_SIDE_PX / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((one) => Math.ceil(one * scale));
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  const bytes = new Uint8Array(await small.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  keepText(storage, KEPT, btoa(text));
}

/** The picture that was kept; null when there is none. */
export async function readPicture(storage: Storage | null): Promise<ImageBitmap | null> {
  const kept = readText(storage, KEPT);
  if (!kept) return null;
  try {
    const bytes = Uint8Array.from(atob(kept), (letter) => letter.charCodeAt(0));
    return await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  } catch {
    return null;
  }
}
