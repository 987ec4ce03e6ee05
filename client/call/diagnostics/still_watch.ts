import type { Clock } from "../../platform/clock.ts";
import { rtpSlots, type TrackedConnection } from "../health/rtp_slot.ts";
import { refreshStillPictures, type StillPictures } from "../media/still_pictures.ts";
import type { Slot } from "../media/slots.ts";
import type { Member } from "../room/member.ts";

/** Options of {@link watchStillPictures}. */
export interface StillWatchOptions {
  readonly clock: Pick<Clock, "later" | "elapsed">;
  readonly members: () => readonly Pick<Member, "peer">[];
  readonly signal: AbortSignal;
}

const LOOK_MS = 1000;

/** Has every member be sent again what stands still, until the signal aborts. */
export function watchStillPictures({ clock, members, signal }: StillWatchOptions): void {
  const watches = new WeakMap<object, StillPictures>();

  async function look({ peer }: Pick<Member, "peer">): Promise<void> {
    const connection = peer.connection();
    if (connection?.state() !== "connected") return;
    const encoded = await encodedFrames(connection.rtc).catch(() => null);
    const watch = watches.get(peer) ?? refreshStillPictures(clock.elapsed);
    watches.set(peer, watch);
    if (encoded && peer.connection() === connection) watch.look(connection, encoded);
  }

  function lookAtAll(): void {
    for (const member of members()) void look(member);
    clock.later(LOOK_MS, lookAtAll, signal);
  }
  lookAtAll();
}

/** Frames encoded so far, by m-line (W3C WebRTC Statistics §8). */
export async function encodedFrames(
  rtc: Pick<RTCPeerConnection, "getStats"> & TrackedConnection,
): Promise<Record<Slot, number>> {
  const encoded = { mic: 0, camera: 0, screen: 0 };
  const stats = await rtc.getStats();
  const slotOf = rtpSlots(rtc, stats);
  for (const one of stats.values()) {
    const slot = one.type === "outbound-rtp" ? slotOf(one) : undefined;
    if (slot) encoded[slot] += one.framesEncoded ?? 0;
  }
  return encoded;
}
