// A worker: sends the frames of one encoder to several members.
import {
  type EncodedFrame,
  type EncoderMessage,
  openFrameSharing,
  type SenderRole,
  takeSafely,
} from "./frame_sharing.ts";

/** Transform of one sender (W3C WebRTC Encoded Transform §5), as far as it is used. */
interface Transformer {
  readonly options: { readonly id: string };
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  generateKeyFrame?(): Promise<unknown>;
}

const REPORT_MS = 1000;
const transformers = new Map<string, Transformer>();
const tell = (message: EncoderMessage) => postMessage(message);
const sharing = openFrameSharing({
  requestKeyFrame(id) {
    const askPage = () => tell({ is: "keyFrame", id });
    const transformer = transformers.get(id);
    // Chromium has it for receivers only; there the page asks the encoder.
    if (transformer?.generateKeyFrame) transformer.generateKeyFrame().catch(askPage);
    else askPage();
  },
  elapsed: () => performance.now(),
});
const take = takeSafely(sharing, () => tell({ is: "failed" }));

addEventListener("rtctransform", (event) => {
  const transformer: Transformer = Reflect.get(event, "transformer");
  const { options: { id }, readable, writable } = transformer;
  transformers.set(id, transformer);
  const writer = writable.getWriter();
  const send = (frame: EncodedFrame) => void writer.write(frame).catch(() => {});
  const sink = new WritableStream<EncodedFrame>({ write: (frame) => take(id, frame, send) });
  readable.pipeTo(sink).catch(() => {}).finally(() => {
    transformers.delete(id);
    sharing.remove(id);
  });
});

addEventListener("message", ({ data }: MessageEvent<Record<string, SenderRole>>) => {
  sharing.assign(data);
});

setInterval(() => tell({ is: "report", asked: sharing.asked() }), REPORT_MS);
