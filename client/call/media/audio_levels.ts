import type { Slots } from "./slots.ts";
import type { Levels } from "../../state/actions.ts";

/** Where the levels come from: both may change at any time. */
export interface LevelSources {
  readonly microphone: () => MediaStreamTrack | null;
  readonly muted: () => boolean;
  readonly connection: (id: string) => { slots(): Slots | null } | null;
}

interface Meter {
  readonly track: MediaStreamTrack;
  readonly read: () => number;
  readonly close: () => void;
}

/** Reads sound levels, 0 to 1, on demand; opens no audio context before it is asked. */
export function readLevels(sources: LevelSources): Levels {
  let meter: Meter | null = null;

  function mine(): number {
    const track = sources.microphone();
    if (meter && meter.track !== track) {
      meter.close();
      meter = null;
    }
    if (!track || sources.muted()) return 0;
    meter ??= openMeter(track);
    return meter.read();
  }

  function theirs(id: string): number {
    const receiver = sources.connection(id)?.slots()?.mic.receiver;
    // RFC 6464 levels as the receiver knows them (W3C WebRTC §5.3): no decoding of our own.
    const [source] = receiver?.getSynchronizationSources() ?? [];
    return Math.min(1, (source?.audioLevel ?? 0) * 2);
  }

  return {
    of: (who) => who === "me" ? mine() : theirs(who),
    microphone: sources.microphone,
  };
}

/**
 * Lets an audio context run again: suspended until a gesture where autoplay is restricted, and on
 * iOS "interrupted" by a phone call. Resuming costs nothing.
 */
export function resumeAudio(context: AudioContext): void {
  if (context.state === "suspended" || context.state === "interrupted") {
    context.resume().catch(() => {});
  }
}

function openMeter(track: MediaStreamTrack): Meter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    track,
    read() {
      resumeAudio(context);
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return Math.min(1, Math.sqrt(sum / samples.length) * 4);
    },
    close: () => void context.close().catch(() => {}),
  };
}
