import type { Later } from "./clock.ts";

/** Meter of one track. */
export interface AudioMeter {
  /** Root mean square of the newest samples, 0 to 1. */
  read(): number;
  close(): void;
}

/** Interval at which a meter looks for readings; without one it rests. */
const REST_MS = 1000;

/**
 * Opens a meter with an audio context of its own. It runs while somebody reads: a context that runs
 * wakes the audio threads a hundred times a second.
 */
export function openAudioMeter(track: MediaStreamTrack, later: Later): AudioMeter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  // One reading looks at some 20 ms.
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const life = new AbortController();
  let awake = false;
  let wasRead = false;

  function look(): void {
    awake = wasRead;
    wasRead = false;
    if (awake) later(REST_MS, look, life.signal);
    else context.suspend().catch(() => {});
  }

  return {
    read() {
      wasRead = true;
      if (!awake) look();
      resumeAudio(context);
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return Math.sqrt(sum / samples.length);
    },
    close() {
      life.abort();
      context.close().catch(() => {});
    },
  };
}

/**
 * Lets an audio context run again: suspended until a gesture where autoplay is restricted, and on
 * iOS "interrupted" by a phone call. Resuming costs nothing.
 */
export function resumeAudio(context: AudioContext): void {
  if (context.state !== "running") context.resume().catch(() => {});
}
