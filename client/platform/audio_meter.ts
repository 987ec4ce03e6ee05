/** Meter of one track. */
export interface AudioMeter {
  /** Root mean square of the newest samples, 0 to 1. */
  read(): number;
  close(): void;
}

/** Opens a meter with an audio context of its own, which is resumed whenever it is read. */
export function openAudioMeter(track: MediaStreamTrack): AudioMeter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  // One reading looks at some 20 ms.
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      resumeAudio(context);
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return Math.sqrt(sum / samples.length);
    },
    close: () => void context.close().catch(() => {}),
  };
}

/**
 * Lets an audio context run again: suspended until a gesture where autoplay is restricted, and on
 * iOS "interrupted" by a phone call. Resuming costs nothing.
 */
export function resumeAudio(context: AudioContext): void {
  if (context.state !== "running") context.resume().catch(() => {});
}
