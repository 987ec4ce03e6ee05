/** Events that have a sound. */
export const CHIMES = ["join", "leave", "knock", "chat", "hand"] as const;
/** One of them. */
export type Chime = (typeof CHIMES)[number];

/** One tone: hertz, and seconds after the sound began. */
type Tone = readonly [hertz: number, at: number];

/** Up for who comes, down for who goes; a knock is low and short, twice. */
const TONES: Readonly<Record<Chime, readonly Tone[]>> = {
  join: [[523, 0], [784, 0.1]],
  leave: [[784, 0], [523, 0.1]],
  knock: [[196, 0], [196, 0.16], [247, 0.32]],
  chat: [[880, 0]],
  hand: [[659, 0], [659, 0.12]],
};
const TONE_SECONDS = 0.25;
const LOUDNESS = 0.12;

/** Plays sounds; a browser that wants a gesture first plays none before. */
export interface Chimes {
  /** Plays one at this volume, 0 to 1. */
  play(chime: Chime, volume: number): void;
  close(): void;
}

/** Audio context of a browser that lets it choose a speaker (Web Audio 1.1 §1.2). */
type Speaking = AudioContext & { setSinkId?(id: string): Promise<void> };

/**
 * Opens nothing before the first sound; `speaker` is the id of the chosen one, empty for any. Between
 * sounds the context is suspended: one that runs mixes silence a hundred times a second.
 */
export function openChimes(create: () => AudioContext, speaker: () => string): Chimes {
  let context: Speaking | null = null;
  let sink = "";
  /** Sounds that begin, and tones that have not ended. */
  let busy = 0;

  function done(): void {
    if (--busy === 0) context?.suspend().catch(() => {});
  }

  async function follow(now: Speaking): Promise<void> {
    const wanted = speaker();
    if (wanted === sink) return;
    sink = wanted;
    // A speaker that does not take it leaves the sound where it was.
    await now.setSinkId?.(wanted).catch(() => {});
  }

  return {
    async play(chime, volume) {
      const now = context ??= create();
      busy++;
      await now.resume().catch(() => {});
      await follow(now);
      const tones = now.state === "running" ? TONES[chime] : [];
      busy += tones.length;
      for (const tone of tones) sound(now, tone, volume).onended = done;
      done();
    },
    close() {
      context?.close().catch(() => {});
      context = null;
    },
  };
}

function sound(context: AudioContext, [hertz, at]: Tone, volume: number): OscillatorNode {
  const start = context.currentTime + at;
  const tone = context.createOscillator();
  const shape = context.createGain();
  tone.frequency.value = hertz;
  shape.gain.setValueAtTime(0, start);
  shape.gain.linearRampToValueAtTime(LOUDNESS * volume, start + 0.015);
  shape.gain.exponentialRampToValueAtTime(0.0001, start + TONE_SECONDS);
  tone.connect(shape).connect(context.destination);
  tone.start(start);
  tone.stop(start + TONE_SECONDS);
  return tone;
}
