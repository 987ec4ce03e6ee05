// Runs in the audio thread: RNNoise takes 480 samples at 48 kHz at a time (10 ms).

declare class AudioWorkletProcessor {}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: WebAssembly.Module }) => AudioWorkletProcessor,
): void;

const FRAME = 480;
/** RNNoise counts in 16-bit samples. */
const INT16_STEPS = 32768;

type Denoise = (samples: Float32Array) => void;

function openDenoiser(module: WebAssembly.Module): Denoise {
  const { exports } = new WebAssembly.Instance(module, {
    env: {
      emscripten_memcpy_big(to: number, from: number, bytes: number) {
        new Uint8Array(memory.buffer).copyWithin(to, from, from + bytes);
      },
      emscripten_resize_heap: () => 0,
      __assert_fail() {
        throw new Error("RNNoise failed");
      },
    },
  });
  const memory = memoryOf(exports);
  const call = (name: string, ...values: number[]): number => {
    const one = exports[name];
    if (typeof one !== "function") throw new Error(`RNNoise has no ${name}`);
    return Number(one(...values));
  };
  call("__wasm_call_ctors");
  const state = call("rnnoise_create", 0);
  const buffer = call("malloc", FRAME * 4);
  return (samples) => {
    const heap = new Float32Array(memory.buffer, buffer, FRAME);
    for (let at = 0; at < FRAME; at++) heap[at] = (samples[at] ?? 0) * INT16_STEPS;
    call("rnnoise_process_frame", state, buffer, buffer);
    // The memory may have grown.
    const clean = new Float32Array(memory.buffer, buffer, FRAME);
    for (let at = 0; at < FRAME; at++) samples[at] = (clean[at] ?? 0) / INT16_STEPS;
  };
}

function memoryOf({ memory }: WebAssembly.Exports): WebAssembly.Memory {
  if (memory instanceof WebAssembly.Memory) return memory;
  throw new Error("RNNoise has no memory");
}

registerProcessor(
  "denoise",
  class extends AudioWorkletProcessor {
    readonly #denoise: Denoise;
    #taken = new Float32Array(FRAME);
    #given = new Float32Array(FRAME);
    #at = 0;

    constructor(options: { processorOptions: WebAssembly.Module }) {
      super();
      this.#denoise = openDenoiser(options.processorOptions);
    }

    process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
      const [from] = input ?? [];
      const [to] = output ?? [];
      if (!to) return true;
      for (let sample = 0; sample < to.length; sample++) {
        to[sample] = this.#given[this.#at] ?? 0;
        this.#taken[this.#at] = from?.[sample] ?? 0;
        this.#at = (this.#at + 1) % FRAME;
        if (this.#at === 0) this.#turn();
      }
      return true;
    }

    /** Cleans the samples that were taken, and gives them from now on. */
    #turn(): void {
      this.#denoise(this.#taken);
      [this.#taken, this.#given] = [this.#given, this.#taken];
    }
  },
);
