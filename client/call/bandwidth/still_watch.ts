import type { Connection } from "../connection/connection.ts";
import type { Report } from "../health/selected_path.ts";
import { refreshStillPictures, type StillPictures } from "../media/still_pictures.ts";
import { outboundFrames } from "./outbound_frames.ts";

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
      watch.look(outboundFrames(connection.rtc, report, "framesEncoded"));
    },
  };
}
