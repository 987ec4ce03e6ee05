import type { Connection } from "../connection/connection.ts";
import { rtpSlots, type TrackedConnection } from "../health/rtp_slot.ts";
import type { Report } from "../health/selected_path.ts";
import { refreshStillPictures, type StillPictures } from "../media/still_pictures.ts";
import type { Slot } from "../media/slots.ts";

/** Pictures of all members that are sent again when they stand still. */
export interface StillWatch {
  /** Takes the counters of a connection, about once a second. */
  read(connection: Connection, report: Report): void;
}

/** Begins to watch; who is sent a picture over a new connection is watched anew. */
export function watchStillPictures(elapsed: () => number): StillWatch {
  const watches = new WeakMap<Connection, StillPictures>();
  return {
    read(connection, report) {
      const watch = watches.get(connection) ?? refreshStillPictures(connection, elapsed);
      watches.set(connection, watch);
      watch.look(encodedFrames(connection.rtc, report));
    },
  };
}

/** Frames encoded so far, by m-line (W3C WebRTC Statistics §8). */
export function encodedFrames(rtc: TrackedConnection, report: Report): Record<Slot, number> {
  const encoded = { mic: 0, camera: 0, screen: 0 };
  const slotOf = rtpSlots(rtc, report);
  for (const one of report.values()) {
    const slot = one.type === "outbound-rtp" ? slotOf(one) : undefined;
    if (slot) encoded[slot] += one.framesEncoded ?? 0;
  }
  return encoded;
}
