/** Encoded frames in base64: what an encoder of a studio would give. */
export interface EncodedMedia {
  readonly vp8: readonly string[];
  readonly h264: readonly string[];
  readonly opus: readonly string[];
}

/** Encodes moving pictures and a tone; runs in a page. Every picture is a key frame. */
export async function encodeMedia(): Promise<EncodedMedia> {
  const base64 = (chunk: EncodedVideoChunk | EncodedAudioChunk) => {
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    return btoa(String.fromCharCode(...bytes));
  };
  const [width, height] = [320, 180];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const pictures = async (config: Partial<VideoEncoderConfig> & { codec: string }) => {
    const frames: string[] = [];
    const encoder = new VideoEncoder({
      output: (chunk) => void frames.push(base64(chunk)),
      error() {},
    });
    encoder.configure({ width, height, bitrate: 400_000, framerate: 20, ...config });
    for (let count = 0; count < 10; count++) {
      if (context) context.fillStyle = `hsl(${count * 36} 60% 45%)`;
      context?.fillRect(0, 0, width, height);
      const frame = new VideoFrame(canvas, { timestamp: count * 50_000 });
      encoder.encode(frame, { keyFrame: true });
      frame.close();
    }
    await encoder.flush();
    return frames;
  };
  const opus: string[] = [];
  const sound = new AudioEncoder({ output: (chunk) => void opus.push(base64(chunk)), error() {} });
  sound.configure({ codec: "opus", sampleRate: 48_000, numberOfChannels: 1, bitrate: 32_000 });
  const wave = Float32Array.from({ length: 48_000 }, (_, at) => Math.sin(at / 17) / 2);
  const data = new AudioData({
    format: "f32",
    sampleRate: 48_000,
    numberOfFrames: wave.length,
    numberOfChannels: 1,
    timestamp: 0,
    data: wave,
  });
  sound.encode(data);
  await sound.flush();
  return {
    vp8: await pictures({ codec: "vp8" }),
    h264: await pictures({ codec: "avc1.42e01f", avc: { format: "annexb" } }).catch(() => []),
    opus,
  };
}
