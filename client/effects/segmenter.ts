// @ts-types="./tflite.d.ts"
import createModule from "@twilio/video-processors/dist/build/tflite-simd-1-0-0.js";

const WASM = "/assets/segmenter.wasm";
const MODEL = "/assets/selfie.tflite";

/** Tells a person from what is behind. */
export interface Segmenter {
  /** Size that {@link mask} takes its pixels in. */
  readonly width: number;
  readonly height: number;
  /** Writes into the alpha of each pixel (RGBA) how sure it is that it shows a person. */
  mask(pixels: Uint8ClampedArray): void;
}

/** Share of the former mask in the next one: edges that flicker are worse than edges that lag. */
const INERTIA = 0.4;

/** Loads the library and its model from this origin. Rejects when one of them does not come. */
export async function loadSegmenter(): Promise<Segmenter> {
  const [compiled, model] = await Promise.all([
    WebAssembly.compileStreaming(fetchWhole(WASM)),
    fetchWhole(MODEL).then((response) => response.arrayBuffer()),
  ]);
  const tflite = await createModule({
    instantiateWasm(imports, done) {
      void WebAssembly.instantiate(compiled, imports).then(done);
      return {};
    },
    print() {},
    printErr() {},
  });
  tflite.HEAPU8.set(new Uint8Array(model), tflite._getModelBufferMemoryOffset());
  tflite._loadModel(model.byteLength);
  const [width, height] = [tflite._getInputWidth(), tflite._getInputHeight()];
  const former = new Float32Array(width * height);

  return {
    width,
    height,
    mask(pixels) {
      const input = tflite._getInputMemoryOffset() / 4;
      for (let at = 0, to = input; at < pixels.length; at += 4) {
        for (let colour = 0; colour < 3; colour++) {
          tflite.HEAPF32[to++] = (pixels[at + colour] ?? 0) / 255;
        }
      }
      tflite._runInference();
      const output = tflite._getOutputMemoryOffset() / 4;
      for (let at = 0; at < former.length; at++) {
        const now = tflite.HEAPF32[output + at] ?? 0;
        const sure = (former[at] ?? 0) * INERTIA + now * (1 - INERTIA);
        former[at] = sure;
        pixels[at * 4 + 3] = edge(sure) * 255;
      }
    },
  };
}

/** Steeper than the model's own doubt, so that no veil of the room is left around a person. */
function edge(sure: number): number {
  const steep = Math.min(1, Math.max(0, (sure - 0.35) / 0.4));
  return steep * steep * (3 - 2 * steep);
}

async function fetchWhole(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} is not served`);
  return response;
}
