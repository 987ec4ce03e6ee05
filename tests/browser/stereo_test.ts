import { assert } from "@std/assert";
import { HEARING, NO_SOUND } from "../harness/browser/sound_server.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/**
 * Stands a microphone in the place of the browser's own that hears a tone on the left only, and has
 * as many channels as it is asked for. Runs in the page.
 */
function leftMicrophone(): void {
  const { mediaDevices } = navigator;
  // A blank page in Firefox has none.
  if (!mediaDevices) return;
  mediaDevices.getUserMedia = ({ audio } = {}) => {
    const wished = typeof audio === "object" ? audio.channelCount : 1;
    const channelCount = wished === 2 ? 2 : 1;
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: 700 });
    const sides = new ChannelMergerNode(context, { numberOfInputs: 2 });
    const out = new MediaStreamAudioDestinationNode(context, { channelCount });
    tone.connect(sides, 0, 0);
    sides.connect(out);
    tone.start();
    return Promise.resolve(out.stream);
  };
}

/** Energies of the left and the right of what is received, over a tenth of a second; runs in the page. */
async function sides(): Promise<{ left: number; right: number }> {
  const { __pcs: pcs } = globalThis as unknown as { readonly __pcs: readonly RTCPeerConnection[] };
  const connected = pcs.find(({ connectionState }) => connectionState === "connected");
  const heard = connected?.getTransceivers().find(({ mid }) => mid === "0")?.receiver.track;
  if (!heard) return { left: 0, right: 0 };
  const context = new AudioContext();
  const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  context.createMediaStreamSource(new MediaStream([heard])).connect(splitter);
  const meters = [0, 1].map((side) => {
    const meter = new AnalyserNode(context, { fftSize: 4096 });
    splitter.connect(meter, side);
    return meter;
  });
  // As long as the meters hold: before that they show the silence that they began with.
  const full = context.currentTime + 0.3;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (context.currentTime < full) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });
  const [left = 0, right = 0] = meters.map((meter) => {
    const samples = new Float32Array(4096);
    meter.getFloatTimeDomainData(samples);
    return samples.reduce((sum, one) => sum + one * one, 0);
  });
  await context.close();
  return { left, right };
}

const heardBy = ({ page }: Visitor) => page.evaluate(sides);

for (const [from, to] of LONG ? PAIRS : MIXED) {
  browserTest(
    `original sound: ${from} to ${to}: it arrives in stereo, and speech does not`,
    [from, to],
    async (testRoom) => {
      const ann = await testRoom.enter(from, "Ann", {
        ...HEARING,
        cam: 0,
        before: [leftMicrophone],
      });
      const bob = await testRoom.enter(to, "Bob", { ...HEARING, mic: 0, cam: 0 });
      const heard = () => heardBy(bob);
      await until(
        "speech on both sides",
        async () => {
          const { left, right } = await heard();
          return left > 1 && right > left / 2;
        },
        heard,
      );
      await lateIsHere(ann);
      await ann.press("more");
      await ann.page.select('select[data-do="treatment"]', "original");
      await until(
        "music on the left alone",
        async () => {
          const { left, right } = await heard();
          return left > 1 && right < left / 20;
        },
        heard,
      );
      const bitrate = await ann.page.evaluate(() => {
        const { __pcs: pcs } = globalThis as unknown as { __pcs: RTCPeerConnection[] };
        const connected = pcs.find(({ connectionState }) => connectionState === "connected");
        const mic = connected?.getTransceivers().find(({ mid }) => mid === "0");
        return mic?.sender.getParameters().encodings[0]?.maxBitrate ?? 0;
      });
      assert(bitrate === 128_000, `${bitrate} bit/s`);
    },
    undefined,
    NO_SOUND,
  );
}
