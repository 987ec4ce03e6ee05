/** One voice of the call: the own one, or a member's. */
export interface CallVoice {
  /** `"me"`, or the id of a member. */
  readonly id: string;
  readonly name: string;
  /** Its track now; another one after a change of device or connection, null without a microphone. */
  readonly track: MediaStreamTrack | null;
}

/** All voices of a call, mixed into one track that stays. */
export interface SoundMix {
  readonly stream: MediaStream;
  /** Takes up the voices that there are, with the tracks that they have now. */
  follow(voices: readonly CallVoice[]): void;
  /** One voice alone, on a track that stays; null if it has never been there. */
  alone(id: string): MediaStream | null;
  close(): void;
}

interface Mixed {
  readonly track: MediaStreamTrack | null;
  readonly source: MediaStreamAudioSourceNode | null;
  readonly alone: MediaStreamAudioDestinationNode;
}

/** Opens the mix of nobody yet. */
export function openSoundMix(context: AudioContext): SoundMix {
  const all = context.createMediaStreamDestination();
  const mixed = new Map<string, Mixed>();

  function connect({ id, track }: CallVoice): void {
    const before = mixed.get(id);
    if (before && before.track === track) return;
    before?.source?.disconnect();
    const alone = before?.alone ?? context.createMediaStreamDestination();
    const source = track ? context.createMediaStreamSource(new MediaStream([track])) : null;
    source?.connect(all);
    source?.connect(alone);
    mixed.set(id, { track, source, alone });
  }

  return {
    stream: all.stream,
    follow(voices) {
      for (const voice of voices) connect(voice);
      for (const [id, { source, alone }] of mixed) {
        if (voices.some((voice) => voice.id === id)) continue;
        source?.disconnect();
        // Its file goes on in silence, and with the voice if that comes back.
        mixed.set(id, { track: null, source: null, alone });
      }
    },
    alone: (id) => mixed.get(id)?.alone.stream ?? null,
    close: () => void context.close(),
  };
}
