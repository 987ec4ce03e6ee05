import { type Slot, SLOTS, type Slots } from "../media/slots.ts";

/** The camera begins at half its width and height: a first frame that is small is there sooner. */
const FIRST_SCALE = 2;
const KINDS = { mic: "audio", camera: "video", screen: "video" } as const;

/** The offerer's part: adds the three transceivers, sending and receiving from the start. */
export function addTransceivers(rtc: Pick<RTCPeerConnection, "addTransceiver">): Slots {
  const person = new MediaStream();
  const add = (slot: Slot, stream: MediaStream) =>
    rtc.addTransceiver(KINDS[slot], {
      direction: "sendrecv",
      streams: [stream],
      ...(slot === "camera" ? { sendEncodings: [{ scaleResolutionDownBy: FIRST_SCALE }] } : {}),
    });
  // Microphone and camera share a stream id, so that the receiver keeps lips and voice together.
  return {
    mic: add("mic", person),
    camera: add("camera", person),
    screen: add("screen", new MediaStream()),
  };
}

/**
 * The answerer's part, after setRemoteDescription: takes the offered transceivers as they are.
 * Throws a TypeError when the offer is not laid out as {@link addTransceivers} does it.
 */
export function adoptTransceivers(rtc: Pick<RTCPeerConnection, "getTransceivers">): Slots {
  const found = [...rtc.getTransceivers()].sort((a, b) => Number(a.mid) - Number(b.mid));
  const [mic, camera, screen] = found;
  const kinds = found.map(({ receiver }) => receiver.track.kind).join();
  if (!mic || !camera || !screen || kinds !== Object.values(KINDS).join()) {
    throw new TypeError(kinds);
  }
  const slots = { mic, camera, screen };
  const person = new MediaStream();
  const share = new MediaStream();
  for (const slot of SLOTS) {
    const transceiver = slots[slot];
    transceiver.direction = "sendrecv";
    transceiver.sender.setStreams(slot === "screen" ? share : person);
  }
  return slots;
}
