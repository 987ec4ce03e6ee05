import { assert } from "@std/assert";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { HEARING, NO_SOUND } from "../harness/browser/sound_server.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Share of the noise between words that may be left, and share of the words that must be. */
const NOISE_LEFT = 0.5;
const VOICE_LEFT = 0.2;

/** Energies of one sound: while somebody speaks, and between words. */
interface Energies {
  readonly voice: number;
  readonly noise: number;
}

/**
 * Stands a microphone in the place of the browser's own: a voice made of a falling and rising pitch
 * with the formants of a vowel, in words with pauses, and the steady noise of a fan. Runs in the page.
 */
function noisyMicrophone(): void {
  const { mediaDevices } = navigator;
  // A blank page in Firefox has none.
  if (!mediaDevices) return;
  const own = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted = {}) => {
    if (!wanted.audio) return await own(wanted);
    const context = new AudioContext({ sampleRate: 48_000 });
    const out = context.createMediaStreamDestination();
    const words = context.createGain();
    words.gain.value = 0;
    const throat = context.createOscillator();
    throat.type = "sawtooth";
    throat.frequency.value = 130;
    const melody = context.createOscillator();
    melody.frequency.value = 3;
    const range = context.createGain();
    range.gain.value = 25;
    melody.connect(range).connect(throat.frequency);
    for (const [hertz, loud] of [[700, 1], [1220, 0.6], [2600, 0.3]] as const) {
      const formant = new BiquadFilterNode(context, { type: "bandpass", frequency: hertz, Q: 8 });
      throat.connect(formant).connect(new GainNode(context, { gain: loud })).connect(words);
    }
    words.connect(out);
    const length = 2 * context.sampleRate;
    const hiss = context.createBuffer(1, length, context.sampleRate);
    hiss.copyToChannel(Float32Array.from({ length }, () => Math.random() * 2 - 1), 0);
    const fan = new AudioBufferSourceNode(context, { buffer: hiss, loop: true });
    fan.connect(new GainNode(context, { gain: 0.02 })).connect(out);
    for (const source of [throat, melody, fan]) source.start();
    // A word of six tenths of a second, and a pause as long.
    const speak = (on: boolean) =>
      words.gain.setTargetAtTime(on ? 0.6 : 0, context.currentTime, 0.02);
    const turn = { on: false, next: 0 };
    setInterval(() => {
      if (context.currentTime < turn.next) return;
      turn.on = !turn.on;
      turn.next = context.currentTime + 0.6;
      speak(turn.on);
    }, 20);
    const [raw] = out.stream.getAudioTracks();
    Object.assign(globalThis, { noisy: { raw, turn, context } });
    const stream = new MediaStream(raw ? [raw] : []);
    if (wanted.video) {
      for (const track of (await own({ video: wanted.video })).getTracks()) stream.addTrack(track);
    }
    return stream;
  };
}

/** Globals of the page: its connections, and the made-up microphone. */
interface Heard {
  readonly __pcs: readonly RTCPeerConnection[];
  readonly noisy: {
    readonly raw: MediaStreamTrack;
    readonly turn: { readonly on: boolean; readonly next: number };
    readonly context: AudioContext;
  };
}

/** Measures the microphone and what is sent of it at the same time, over some words; runs in the page. */
async function measure(): Promise<{ readonly raw: Energies; readonly sent: Energies }> {
  const { __pcs: pcs, noisy: { raw, turn, context } } = globalThis as unknown as Heard;
  const connected = pcs.find(({ connectionState }) => connectionState === "connected");
  const sent = connected?.getTransceivers().find(({ mid }) => mid === "0")?.sender.track;
  if (!sent) throw new Error("nothing is sent");
  const meters = [raw, sent].map((track) => {
    const meter = new AnalyserNode(context, { fftSize: 1024 });
    context.createMediaStreamSource(new MediaStream([track])).connect(meter);
    return { meter, voice: [] as number[], noise: [] as number[] };
  });
  const samples = new Float32Array(1024);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const left = turn.next - context.currentTime;
      // Neither where a word begins or ends, nor where the denoiser is still at the one before.
      if (left > 0.35 || left < 0.05) return;
      for (const { meter, voice, noise } of meters) {
        meter.getFloatTimeDomainData(samples);
        const energy = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
        (turn.on ? voice : noise).push(energy);
      }
      const [first] = meters;
      if (!first || first.voice.length < 30 || first.noise.length < 30) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });
  const mean = (all: number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [own, given] = meters.map(({ voice, noise }) => ({
    voice: mean(voice),
    noise: mean(noise),
  }));
  if (!own || !given) throw new Error("no meters");
  return { raw: own, sent: given };
}

const share = ({ raw, sent }: { raw: Energies; sent: Energies }) => ({
  voice: sent.voice / raw.voice,
  noise: sent.noise / raw.noise,
});

async function chosen(visitor: Visitor, sound: string): Promise<void> {
  await visitor.page.select('select[data-do="treatment"]', sound);
}

for (const kind of BOTH) {
  browserTest(
    `${kind}: what is sent without noise holds the voice, and less noise than the microphone`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann", {
        ...HEARING,
        cam: 0,
        before: [noisyMicrophone],
      });
      const bob = await testRoom.enter(kind, "Bob", { ...HEARING, mic: 0 });
      await until("sound", async () => (await bob.inflow()).length > 0);
      await lateIsHere(ann);
      const plain = share(await ann.page.evaluate(measure));
      await ann.press("more");
      await chosen(ann, "clean");
      let clean = plain;
      await until("less noise", async () => {
        clean = share(await ann.page.evaluate(measure));
        return clean.noise < NOISE_LEFT;
      }, () => Promise.resolve({ plain, clean }));
      console.log(`${kind}: of voice and noise are left`, { plain, clean });
      assert(plain.noise > 0.9 && plain.noise < 1.1, "without it, all of the noise is sent");
      assert(clean.voice > VOICE_LEFT, `of the voice ${clean.voice} is left`);
      assert(clean.voice > 2 * clean.noise, "noise is not told from a voice");
    },
    undefined,
    NO_SOUND,
  );
}
