import type { RecordingDisk } from "../call/interaction/recordings.ts";
import type { RecordingProblem } from "../state/recording.ts";
import { openFile, type RecordingFile } from "./recording_file.ts";
import { type CallVoice, openSoundMix, type SoundMix } from "./sound_mix.ts";
import { watchSoundLoss } from "./sound_loss.ts";
import { openStageCanvas, type StageCanvas } from "./stage_canvas.ts";
import { recordTracks, type TrackRecorder } from "./track_recorder.ts";

/** Pictures of a recording per second. */
const FRAME_RATE = 25;
const FRAME_MS = 1000 / FRAME_RATE;
/** Pictures between two looks at who is there and what their tracks are. */
const FOLLOWED_FRAMES = 10;
const VIDEO_BITS_PER_SECOND = 2_500_000;

/** Formats of a recording, the one that most players know first among those made at little cost. */
const FORMATS = [
  { video: "video/webm;codecs=vp8,opus", audio: "audio/webm;codecs=opus", ending: "webm" },
  { video: "video/webm", audio: "audio/webm", ending: "webm" },
  { video: "video/mp4", audio: "audio/mp4", ending: "mp4" },
] as const;

/**
 * Sound that nobody hears, and that goes to no device: a busy processor is late for a device, which
 * plays on without it. Browsers that know no such sound have large buffers for it (W3C Web Audio 1.1
 * §1.2, `sinkId`). Larger ones still would delay the sound against the picture.
 */
const UNHEARD: AudioContextOptions & { readonly sinkId: { readonly type: "none" } } = {
  latencyHint: "playback",
  sinkId: { type: "none" },
};

/** Format of a recording. */
export type Format = (typeof FORMATS)[number];

/** The first format that this browser makes; null if it makes none. */
export function formatOf(
  { MediaRecorder }: {
    readonly MediaRecorder?: Pick<typeof globalThis.MediaRecorder, "isTypeSupported">;
  },
): Format | null {
  if (!MediaRecorder) return null;
  return FORMATS.find(({ video }) => MediaRecorder.isTypeSupported(video)) ?? null;
}

/** Options of {@link startRecorder}. */
export interface RecorderOptions {
  readonly format: Format;
  readonly file: RecordingFile;
  readonly disk: RecordingDisk;
  /** Each voice in a file of its own, too. */
  readonly separate: boolean;
  /** Seconds since the recording began go into the names of files, by this clock. */
  readonly elapsed: () => number;
  readonly voices: () => readonly CallVoice[];
  /** Runs something at this interval, in a hidden page too, until the signal aborts. */
  readonly tick: (ms: number, run: () => void, signal: AbortSignal) => void;
  readonly failed: (problem: RecordingProblem) => void;
  readonly lost: (seconds: number) => void;
  readonly saved: (name: string, bytes: Blob) => void;
}

/** Running recording of the stage and all voices. */
export interface StageRecorder {
  /** Finishes all files. Never rejects; safe to call twice. */
  stop(): Promise<void>;
}

/** Starts to record. Throws where the browser makes no recording after all. */
export function startRecorder(options: RecorderOptions): StageRecorder {
  const { format, file, failed, tick, voices, elapsed, lost } = options;
  const life = new AbortController();
  const stage = openStageCanvas(document);
  if (!stage) throw new Error("no stage to record");
  const context = new AudioContext(UNHEARD);
  const mix = openSoundMix(context);
  mix.follow(voices());
  stage.draw();
  const stream = new MediaStream([
    ...stage.canvas.captureStream(FRAME_RATE).getVideoTracks(),
    ...mix.stream.getAudioTracks(),
  ]);
  const recorder = new MediaRecorder(stream, {
    mimeType: format.video,
    videoBitsPerSecond: VIDEO_BITS_PER_SECOND,
  });
  const whole = recordTracks(recorder, file, failed);
  const apart = options.separate ? openVoiceFiles(options, mix) : null;
  apart?.follow(voices());
  void context.resume();
  const look = watchSoundLoss({ context, elapsed, lost });
  follow({ tick, voices, stage, mix, apart, look, signal: life.signal });

  async function save(recording: TrackRecorder, name: string): Promise<void> {
    options.saved(name, await recording.stop());
  }
  let end: Promise<void> | null = null;
  async function stop(): Promise<void> {
    life.abort();
    const rest = apart?.stop() ?? [];
    const all = [{ recording: whole, name: file.name }, ...rest];
    const ends = await Promise.allSettled(all.map((one) => save(one.recording, one.name)));
    if (ends.some(({ status }) => status === "rejected")) failed("disk-full");
    for (const track of stream.getTracks()) track.stop();
    mix.close();
  }
  return { stop: () => end ??= stop() };
}

/** Draws the stage, and takes up who comes, leaves, or has another device. */
function follow(
  parts: Pick<RecorderOptions, "tick" | "voices"> & {
    readonly stage: StageCanvas;
    readonly mix: SoundMix;
    readonly apart: VoiceFiles | null;
    /** Looks for sound that is missing. */
    readonly look: () => void;
    readonly signal: AbortSignal;
  },
): void {
  const { tick, voices, stage, mix, apart, look, signal } = parts;
  let frames = 0;
  tick(FRAME_MS, () => {
    if (signal.aborted) return;
    stage.draw();
    if (++frames % FOLLOWED_FRAMES !== 0) return;
    const now = voices();
    mix.follow(now);
    apart?.follow(now);
    look();
  }, signal);
}

/** Files of the voices alone. */
interface VoiceFiles {
  follow(voices: readonly CallVoice[]): void;
  stop(): { readonly recording: TrackRecorder; readonly name: string }[];
}

/** Opens a file for each voice as it comes; its name tells the second at which it begins. */
function openVoiceFiles(options: RecorderOptions, mix: SoundMix): VoiceFiles {
  const { format: { audio, ending }, disk, file, elapsed, failed } = options;
  const began = elapsed();
  const opened = new Set<string>();
  const running: { readonly recording: TrackRecorder; readonly name: string }[] = [];
  const base = file.name.slice(0, file.name.lastIndexOf("."));
  let isOver = false;

  async function open({ name }: CallVoice, stream: MediaStream): Promise<void> {
    const second = Math.round((elapsed() - began) / 1000);
    const clean = name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 32);
    const own = `${base}-${opened.size}-${clean}-${second}s.${ending}`;
    const voice = await openFile(disk, own, audio);
    if (isOver) return void await voice.finish();
    const recorder = new MediaRecorder(stream, { mimeType: audio });
    running.push({ recording: recordTracks(recorder, voice, failed), name: own });
  }

  return {
    follow(voices) {
      for (const voice of voices) {
        const stream = mix.alone(voice.id);
        if (!stream || opened.has(voice.id)) continue;
        opened.add(voice.id);
        open(voice, stream).catch(() => failed("failed"));
      }
    },
    stop() {
      isOver = true;
      return running;
    },
  };
}
