import type { Kind } from "./capture.ts";
import type { LocalEffects } from "./local_effects.ts";

/** Microphone and camera as they are given on: by the devices, or by effects between. */
export interface GivenTracks {
  track(kind: Kind): MediaStreamTrack | null;
  /** The camera that is given; the same stream as long as it is the same track. */
  picture(): MediaStream | null;
  /** Notes that the track of a device is another one. */
  take(kind: Kind): void;
  use(effects: LocalEffects): void;
}

/** Gives the devices' own tracks until there are effects; `hides`: no camera before that. */
export function giveTracks(
  own: (kind: Kind) => MediaStreamTrack | null,
  hides: boolean,
): GivenTracks {
  let effects: LocalEffects | null = null;
  let picture: MediaStream | null = null;
  let shown: MediaStreamTrack | null = null;

  function track(kind: Kind): MediaStreamTrack | null {
    if (effects) return effects.track(kind);
    return kind === "camera" && hides ? null : own(kind);
  }

  const take = (kind: Kind) => effects?.take(kind, own(kind));
  return {
    track,
    picture() {
      const camera = track("camera");
      if (camera !== shown) picture = camera && new MediaStream([camera]);
      shown = camera;
      return picture;
    },
    take,
    use(next) {
      effects = next;
      take("mic");
      take("camera");
    },
  };
}
