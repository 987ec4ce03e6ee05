/** Frames after which the picture begins anew. */
const FRAMES = 30;

/**
 * Writes a film that Chromium takes for its camera (`--use-file-for-fake-video-capture`): a face
 * that moves in front of a room, with the noise of a cheap sensor. The fake camera of the browser
 * paints flat areas, which cost an encoder a fraction of what a room costs it.
 */
export async function writeRoomCamera(
  file: string,
  { lines, rate }: { readonly lines: number; readonly rate: number },
): Promise<void> {
  const width = lines * 16 / 9;
  const head = `YUV4MPEG2 W${width} H${lines} F${rate}:1 Ip A1:1 C420jpeg\n`;
  using out = await Deno.open(file, { create: true, truncate: true, write: true });
  const writer = out.writable.getWriter();
  await writer.write(new TextEncoder().encode(head));
  for (let at = 0; at < FRAMES; at++) {
    await writer.write(new TextEncoder().encode("FRAME\n"));
    await writer.write(paint(width, lines, at * 2 * Math.PI / FRAMES));
  }
  writer.releaseLock();
}

/** One frame in I420: brightness of every pixel, then two colours of every fourth. */
function paint(width: number, height: number, turn: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(width * height * 3 / 2).fill(128);
  const [x0, y0] = [width * (0.5 + 0.08 * Math.sin(turn)), height * (0.5 + 0.05 * Math.cos(turn))];
  for (let y = 0, index = 0; y < height; y++) {
    for (let x = 0; x < width; x++, index++) {
      const isFace = (x - x0) ** 2 + (y - y0) ** 2 * 0.6 < (height * 0.3) ** 2;
      const [dx, dy] = isFace ? [x - x0, y - y0] : [x, y];
      const stripes = 28 * Math.sin(dx * 40 / width) * Math.cos(dy * 25 / height);
      const noise = (Math.random() - 0.5) * 14;
      frame[index] = (isFace ? 150 : 70 + 60 * x / width) + stripes + noise;
    }
  }
  return frame;
}
