import { openAudioMeter } from "./audio_meter.ts";
import { later } from "./clock.ts";

/** How long somebody speaks before it counts. */
const SPEECH_MS = 2000;
/** Level, 0 to 1, below which nobody speaks, however quiet the room is. */
const LEAST_LEVEL = 0.02;
/** Speech is so many times louder than the room. */
const ABOVE_ROOM = 3;
/** Time in which the room's level follows what has become louder for good. */
const ROOM_RISE_MS = 8000;
/** Longest time that one reading counts for: timers of a hidden page are slow. */
const READING_MS = 250;
const EVERY_MS = 100;

/** Tells speech from a room by its level alone. */
export interface SpeechDetector {
  /** Takes a level and the milliseconds since the one before; true once somebody has spoken for 2 s. */
  hear(level: number, elapsed: number): boolean;
}

/** Begins with the first level as that of the room. */
export function detectSpeech(): SpeechDetector {
  let room: number | null = null;
  let spoken = 0;
  return {
    hear(level, elapsed) {
      const passed = Math.min(elapsed, READING_MS);
      room ??= level;
      const speaks = level > Math.max(LEAST_LEVEL, room * ABOVE_ROOM);
      room = level < room ? level : room + (level - room) * passed / ROOM_RISE_MS;
      // A breath between two words is no end.
      spoken = Math.max(0, Math.min(SPEECH_MS, spoken + (speaks ? passed : -passed / 2)));
      return spoken >= SPEECH_MS;
    },
  };
}

/**
 * Measures a microphone until the signal aborts, on a copy of its track that is on while the track
 * itself is off; tells whether somebody speaks whenever that changes. Nothing is kept or sent.
 */
export function watchSpeech(
  track: MediaStreamTrack,
  tell: (speaks: boolean) => void,
  signal: AbortSignal,
): void {
  const copy = track.clone();
  copy.enabled = true;
  const meter = openAudioMeter(copy, later);
  const detector = detectSpeech();
  let before = performance.now();
  let told = false;
  const timer = setInterval(() => {
    const now = performance.now();
    const speaks = detector.hear(meter.read(), now - before);
    before = now;
    if (speaks !== told) tell(told = speaks);
  }, EVERY_MS);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    copy.stop();
    meter.close();
  }, { once: true });
}
