const STEP_BYTES = 256;
const LENGTH_BYTES = 4;
/** The highest bit of the length: what follows is compressed. */
const DEFLATED = 0x8000_0000;
/** Shorter bodies, in bytes, would gain nothing: they are padded to this much anyway. */
const MIN_DEFLATE_BYTES = 2 * STEP_BYTES;
/** Whatever it was compressed to, a body has no more bytes than this. */
const MAX_BODY_BYTES = 64 * 1024;
const utf8 = new TextEncoder();

/**
 * Compresses a long body (zlib, RFC 1950: a session description to a quarter), puts its length
 * before it (4 bytes, big-endian) and fills up to a multiple of 256 bytes: sizes tell the server
 * little.
 */
export async function pad(body: string): Promise<Uint8Array<ArrayBuffer>> {
  const plain = utf8.encode(body);
  const long = plain.length >= MIN_DEFLATE_BYTES;
  const bytes = long ? await through(new CompressionStream("deflate"), plain) ?? plain : plain;
  const padded = new Uint8Array(Math.ceil((bytes.length + LENGTH_BYTES) / STEP_BYTES) * STEP_BYTES);
  const flag = bytes === plain ? 0 : DEFLATED;
  new DataView(padded.buffer).setUint32(0, bytes.length + flag);
  padded.set(bytes, LENGTH_BYTES);
  return padded;
}

/** The body, or null when this is not what {@link pad} makes. */
export async function unpad(padded: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (padded.length < LENGTH_BYTES) return null;
  const told = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  const length = told % DEFLATED;
  if (length > padded.length - LENGTH_BYTES) return null;
  const bytes = padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
  const deflated = told >= DEFLATED;
  const plain = deflated ? await through(new DecompressionStream("deflate"), bytes) : bytes;
  return plain && new TextDecoder().decode(plain);
}

/** Runs bytes through a stream of (de)compression; null when it breaks, or is more than a body may have. */
async function through(
  { writable, readable }: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const writer = writable.getWriter();
  // Told by the reader, too, who waits for it.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const whole = new Uint8Array(MAX_BODY_BYTES);
  let size = 0;
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return whole.slice(0, size);
      if (size + value.length > MAX_BODY_BYTES) {
        await reader.cancel();
        return null;
      }
      whole.set(value, size);
      size += value.length;
    }
  } catch {
    return null;
  }
}
