import type { ProcessedTrack } from "./processed_track.ts";

const WASM = "/assets/rnnoise.wasm";
const WORKLET = "/assets/noise_worklet.js";
/** Samples a second that RNNoise was trained with. */
const RATE_HZ = 48_000;

/** Options of {@link openDenoiser}. */
export interface DenoiserOptions {
  readonly microphone: MediaStreamTrack;
  /** Called whenever there is a track, or none any more. */
  readonly changed: () => void;
  readonly failed: () => void;
}

/** Removes noise from a microphone. There is no track while the browser lets no sound be processed. */
export function openDenoiser(options: DenoiserOptions): ProcessedTrack {
  const { microphone, changed, failed } = options;
  const context = new AudioContext({ sampleRate: RATE_HZ, latencyHint: "interactive" });
  const out = context.createMediaStreamDestination();
  const [track] = out.stream.getAudioTracks();
  let connected = false;
  let closed = false;

  async function connect(): Promise<void> {
    const source = context.createMediaStreamSource(new MediaStream([microphone]));
    const [module] = await Promise.all([
      WebAssembly.compileStreaming(fetch(WASM)),
      context.audioWorklet.addModule(WORKLET),
    ]);
    if (closed) return;
    const mono = { channelCount: 1, channelCountMode: "explicit" } as const;
    const denoiser = new AudioWorkletNode(context, "denoise", {
      ...mono,
      numberOfInputs: 1,
      outputChannelCount: [1],
      processorOptions: module,
    });
    denoiser.onprocessorerror = () => fail();
    source.connect(denoiser).connect(out);
    connected = true;
    await context.resume();
    changed();
  }

  function fail(): void {
    if (closed) return;
    connected = false;
    failed();
  }

  // Silence is no sound without noise: a context that is interrupted gives way to the microphone.
  context.addEventListener("statechange", () => {
    if (closed) return;
    if (context.state !== "running") context.resume().catch(() => {});
    changed();
  });
  connect().catch(fail);

  return {
    track() {
      if (!track || !connected || context.state !== "running") return null;
      // Nothing is sent of a microphone that is off.
      track.enabled = microphone.enabled;
      return track;
    },
    close() {
      closed = true;
      track?.stop();
      context.close().catch(() => {});
    },
  };
}
