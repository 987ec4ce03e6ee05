import { applyLimits, firstPicture, NO_SENDING, type Sending } from "../media/encodings.ts";
import { SLOTS, type Slots } from "../media/slots.ts";

/** Tracks that a connection sends, and the limits that it sends them within. */
export interface Sender {
  slots(): Slots | null;
  /** Takes the transceivers of an offer that is being answered. */
  adopt(slots: Slots): Promise<void>;
  send(sending: Sending): void;
  /** Ends the time in which the picture is small, so that its first frame is there soon. */
  endFirstPicture(): void;
}

/** Begins with no track; `slots` is null on the answering side, until the offer is there. */
export function createSender(rtc: RTCPeerConnection, slots: Slots | null): Sender {
  let sending: Sending = NO_SENDING;
  let isFirst = true;

  async function apply(): Promise<void> {
    if (!slots || rtc.signalingState === "closed") return;
    const { tracks, limits } = sending;
    for (const slot of SLOTS) {
      const { sender } = slots[slot];
      // Rejects only when the connection is closing, and then nothing is sent anyway.
      if (sender.track !== tracks[slot]) sender.replaceTrack(tracks[slot]).catch(() => {});
    }
    await applyLimits(slots, { tracks, limits: isFirst ? firstPicture(limits) : limits });
  }

  return {
    slots: () => slots,
    adopt(offered) {
      slots = offered;
      return apply();
    },
    send(next) {
      sending = next;
      void apply();
    },
    endFirstPicture() {
      isFirst = false;
      void apply();
    },
  };
}
