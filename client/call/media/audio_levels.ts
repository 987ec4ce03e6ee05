import type { Slots } from "./slots.ts";
import { type AudioMeter, openAudioMeter } from "../../platform/audio_meter.ts";
import type { Later } from "../../platform/clock.ts";
import type { Levels } from "../../state/actions.ts";

/** Where the levels come from: both may change at any time. */
export interface LevelSources {
  readonly microphone: () => MediaStreamTrack | null;
  /** True if this microphone is off: the level of the last packet stands for ten seconds. */
  readonly muted: (who: string) => boolean;
  readonly connection: (id: string) => { slots(): Slots | null } | null;
  readonly later: Later;
}

/** Times that a level shows more than the root mean square of a voice, which is a small number. */
const LOUDNESS = 4;

/** Reads sound levels, 0 to 1, on demand; opens no audio context before it is asked. */
export function readLevels(sources: LevelSources): Levels {
  let own: { readonly track: MediaStreamTrack; readonly meter: AudioMeter } | null = null;

  function mine(): number {
    const track = sources.microphone();
    if (own && own.track !== track) {
      own.meter.close();
      own = null;
    }
    if (!track || sources.muted("me")) return 0;
    own ??= { track, meter: openAudioMeter(track, sources.later) };
    return Math.min(1, own.meter.read() * LOUDNESS);
  }

  function theirs(id: string): number {
    if (sources.muted(id)) return 0;
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
