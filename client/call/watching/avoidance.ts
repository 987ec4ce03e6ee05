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

/** Asks for another speaker when nothing comes of the one that is assigned to this page. */
export interface Avoidance {
  /** Takes the counters of a connection, about once a second. */
  read(id: string, report: Report): void;
  /** Judges the speaker that is assigned to this page, whoever else still serves it; null: nobody is. */
  look(assigned: string | null): void;
  /** Takes what the server says about the audience. */
  hear(message: Pick<AudienceMessage, "avoids" | "serving">): void;
}

/** Milliseconds without a packet after which another speaker is asked for. */
const MISSED_MS = 3000;
/** The same for one of whom nothing has come yet; shorter than the handover of the one before. */
const UNHEARD_MS = 5000;
/** Milliseconds between two looks of a page that was short of time itself: it judges nothing. */
const STARVED_MS = 1700;
/** Time for which a speaker is avoided: each failure doubles it, from the first of these to the second. */
const LEASE_MS = { min: 60_000, max: 960_000 };

/** Speaker that is judged. */
interface Judged {
  readonly id: string;
  /** Packets that have come from it; -1: not counted yet. */
  readonly packets: number;
  /** Milliseconds since which no more have come. */
  readonly since: number;
  /** Packets have come since it was last missed. */
  readonly isHeard: boolean;
}

const unheard = (id: string, since: number): Judged => ({ id, packets: -1, since, isHeard: false });

/** Begins with nobody to be judged. */
export function openAvoidance({ me, elapsed, report }: AvoidanceOptions): Avoidance {
  let judged = unheard("", elapsed());
  let looked = elapsed();
  /** Speaker that the server knows to be avoided, since then. */
  let avoided: { readonly speaker: string; readonly since: number } | null = null;
  let lease = { speaker: "", ms: LEASE_MS.min };

  function avoid(speaker: string): void {
    // One that was tried again in vain, and not one that is served by for want of others.
    if (lease.speaker !== speaker) lease = { speaker, ms: LEASE_MS.min };
    else if (avoided?.speaker !== speaker) {
      lease = { speaker, ms: Math.min(LEASE_MS.max, 2 * lease.ms) };
    }
    judged = { ...judged, since: elapsed(), isHeard: false };
    report({ type: "client-avoid", speaker });
  }

  /** Ends the avoidance of a speaker that works, or that is to be tried again. */
  function release(now: number): void {
    if (!avoided || !judged.isHeard) return;
    const isOver = judged.id === avoided.speaker || now - avoided.since >= lease.ms;
    if (isOver && report({ type: "client-avoid" })) avoided = null;
  }

  return {
    read(id, counters) {
      const { packets: before } = judged;
      const packets = packetsIn(counters);
      if (id !== judged.id || packets === before) return;
      judged = { id, packets, since: elapsed(), isHeard: judged.isHeard || before >= 0 };
    },
    look(assigned) {
      const now = elapsed();
      const isNew = (assigned ?? "") !== judged.id || now - looked > STARVED_MS;
      looked = now;
      if (isNew) judged = unheard(assigned ?? "", now);
      if (assigned === null) return;
      const { packets, since } = judged;
      if (now - since < (packets > 0 ? MISSED_MS : UNHEARD_MS)) release(now);
      else avoid(assigned);
    },
    hear({ avoids, serving }) {
      const { speaker } = avoids.find(({ viewer }) => viewer === me) ?? {};
      if (!speaker) avoided = null;
      else if (avoided?.speaker !== speaker) avoided = { speaker, since: elapsed() };
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
