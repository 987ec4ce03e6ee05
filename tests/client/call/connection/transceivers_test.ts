import "../../../fakes/platform.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { SLOTS } from "../../../../client/call/media/slots.ts";
import {
  addTransceivers,
  adoptTransceivers,
} from "../../../../client/call/connection/transceivers.ts";
import { type FakeRtc, FakeRtcs } from "../../../fakes/rtc.ts";

/** A connection that has been offered m-lines of these kinds. */
async function offered(...kinds: string[]): Promise<{ rtc: RTCPeerConnection; fake: FakeRtc }> {
  const rtcs = new FakeRtcs();
  const rtc = rtcs.create({});
  const sdp = ["offer", "them", ...kinds].join(" ");
  await rtc.setRemoteDescription({ type: "offer", sdp });
  return { rtc, fake: rtcs.last() };
}

const streamIds = ({ transceivers }: FakeRtc) =>
  transceivers.map(({ sender }) => sender.streams.map(({ id }) => id));

Deno.test("Transceivers: the offerer lays out microphone, camera, screen, and sends and receives each", () => {
  const rtcs = new FakeRtcs();
  const slots = addTransceivers(rtcs.create({}));
  const { transceivers } = rtcs.last();
  assertEquals(transceivers.map(({ receiver }) => receiver.track.kind), [
    "audio",
    "video",
    "video",
  ]);
  assertEquals(new Set(transceivers.map(({ direction }) => direction)), new Set(["sendrecv"]));
  assertEquals(SLOTS.map((slot) => slots[slot].mid), ["0", "1", "2"]);
});

Deno.test("Transceivers: microphone and camera share a stream on both sides, the screen has its own", async () => {
  const rtcs = new FakeRtcs();
  addTransceivers(rtcs.create({}));
  const { rtc, fake } = await offered("audio", "video", "video");
  adoptTransceivers(rtc);
  for (const ids of [streamIds(rtcs.last()), streamIds(fake)]) {
    const [mic, camera, screen] = ids;
    assertEquals([mic?.length, screen?.length], [1, 1]);
    assertEquals(mic, camera);
    assert(mic?.[0] !== screen?.[0]);
  }
});

Deno.test("layOut: the camera alone begins at half its size", () => {
  const rtcs = new FakeRtcs();
  addTransceivers(rtcs.create({}));
  const scales = rtcs.last().transceivers.map(({ sender }) =>
    sender.parameters.encodings[0]?.scaleResolutionDownBy
  );
  assertEquals(scales, [undefined, 2, undefined]);
});

Deno.test("Transceivers: the answerer takes the offered m-lines in their order and sends on each", async () => {
  const { rtc, fake } = await offered("audio", "video", "video");
  // No browser promises the order of its list.
  fake.transceivers.reverse();
  const slots = adoptTransceivers(rtc);
  assertEquals(SLOTS.map((slot) => slots[slot].mid), ["0", "1", "2"]);
  assertEquals(SLOTS.map((slot) => slots[slot].direction), ["sendrecv", "sendrecv", "sendrecv"]);
});

Deno.test("Transceivers: the answerer orders m-lines by number, not as text", async () => {
  const { rtc, fake } = await offered("video", "audio", "video");
  const [camera, mic, screen] = fake.transceivers;
  for (const [one, mid] of [[mic, "2"], [camera, "10"], [screen, "11"]] as const) {
    Object.assign(one ?? {}, { mid });
  }
  const slots = adoptTransceivers(rtc);
  assertEquals(SLOTS.map((slot) => slots[slot].mid), ["2", "10", "11"]);
});

Deno.test("Transceivers: an offer laid out in another way is refused", async () => {
  for (
    const kinds of [
      [],
      ["audio"],
      ["audio", "video"],
      ["video", "audio", "video"],
      ["audio", "video", "audio"],
      ["audio", "audio", "video"],
      ["audio", "video", "video", "video"],
    ]
  ) {
    const { rtc } = await offered(...kinds);
    const error = assertThrows(() => adoptTransceivers(rtc));
    assert(error instanceof TypeError, kinds.join(" "));
  }
});
