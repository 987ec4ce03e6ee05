import { resumeAudio } from "../../platform/audio_meter.ts";

/** A shared screen, window or tab, with its sound where the browser gives it. */
export interface ScreenShare {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
  /** Microphone and shared sound as one track, or null when the share has no sound. */
  audio(): MediaStreamTrack | null;
  /** The microphone changed. */
  mix(mic: MediaStreamTrack | null): void;
  stop(): void;
}

/** Holds a screen that was captured, until it ends; null when there is no picture in it. */
export function openScreenShare(
  stream: MediaStream,
  mic: MediaStreamTrack | null,
  signal: AbortSignal,
  ended: () => void,
): ScreenShare | null {
  const [track] = stream.getVideoTracks();
  const [sound] = stream.getAudioTracks();
  if (!track) return null;
  // Text must stay sharp; fewer frames are the smaller loss.
  track.contentHint = "detail";
  const mixer = sound ? openMixer(sound) : null;
  mixer?.mix(mic);
  let over = false;
  const share: ScreenShare = {
    stream: new MediaStream([track]),
    track,
    audio: () => mixer?.track ?? null,
    mix: (next) => mixer?.mix(next),
    stop() {
      if (over) return;
      over = true;
      for (const one of stream.getTracks()) one.stop();
      mixer?.close();
      ended();
    },
  };
  track.addEventListener("ended", share.stop, { signal });
  return share;
}

interface Mixer {
  readonly track: MediaStreamTrack;
  mix(mic: MediaStreamTrack | null): void;
  close(): void;
}

/** There is one audio m-line: shared sound travels in it together with the voice. */
function openMixer(sound: MediaStreamTrack): Mixer | null {
  const context = new AudioContext();
  // An interruption, as by a phone call, leaves it suspended.
  context.addEventListener("statechange", () => resumeAudio(context));
  const out = context.createMediaStreamDestination();
  const [track] = out.stream.getAudioTracks();
  if (!track) return null;
  context.createMediaStreamSource(new MediaStream([sound])).connect(out);
  let voice: MediaStreamAudioSourceNode | null = null;
  let mixed: MediaStreamTrack | null = null;
  return {
    track,
    mix(mic) {
      if (mic === mixed) return;
      mixed = mic;
      voice?.disconnect();
      voice = mic && context.createMediaStreamSource(new MediaStream([mic]));
      voice?.connect(out);
    },
    close() {
      track.stop();
      // Rejects only when it is closed already.
      context.close().catch(() => {});
    },
  };
}
