import type { AudienceMessage, ClientMessage } from "../../../protocol/mod.ts";
import type { Report } from "../health/selected_path.ts";

/** Options of {@link openAvoidance}. */
export interface AvoidanceOptions {
  /** Id of this page. */
  readonly me: string;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Sends to the server; false while the socket is not open. */
  readonly report: (message: ClientMessage) => boolean;
}

/** Asks for another speaker when nothing comes of the one that serves this page. */
export interface Avoidance {
  /** Takes the counters of a connection, about once a second. */
  read(id: string, report: Report): void;
  /** Judges the speaker that serves this page alone; null: there is none, or two. */
  look(by: string | null): void;
  /** Takes what the server says about the audience. */
  hear(message: Pick<AudienceMessage, "avoids" | "serving">): void;
}

/** Milliseconds without a packet after which another speaker is asked for. */
const MISSED_MS = 3000;
/** Milliseconds between two looks of a page that was short of time itself: it judges nothing. */
const STARVED_MS = 1700;

/** Begins with nobody to be judged. */
export function openAvoidance({ me, elapsed, report }: AvoidanceOptions): Avoidance {
  let [judged, packets, since, looked] = ["", -1, elapsed(), elapsed()];
  return {
    read(id, counters) {
      const count = packetsIn(counters);
      if (id === judged && count !== packets) [packets, since] = [count, elapsed()];
    },
    look(by) {
      const now = elapsed();
      const isNew = by !== judged || now - looked > STARVED_MS;
      looked = now;
      if (isNew) [judged, packets, since] = [by ?? "", -1, now];
      if (by === null || now - since < MISSED_MS) return;
      since = now;
      report({ type: "client-avoid", speaker: by });
    },
    hear({ avoids, serving }) {
      const { speaker } = avoids.find(({ viewer }) => viewer === me) ?? {};
      // It is away or has left: should it come back, it may serve again.
      const isGone = speaker !== undefined && !serving.some(({ id }) => id === speaker);
      if (isGone) report({ type: "client-avoid" });
    },
  };
}

function packetsIn(report: Report): number {
  let packets = 0;
  for (const one of report.values()) {
    if (one.type === "inbound-rtp") packets += one.packetsReceived ?? 0;
  }
  return packets;
}
