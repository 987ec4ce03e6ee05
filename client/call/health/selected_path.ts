import type { PATHS, PROTOCOLS } from "../../../protocol/mod.ts";

/** How media of a connection go, by the candidates in use (W3C WebRTC Statistics §8.15). */
export interface SelectedPath {
  readonly path: Exclude<(typeof PATHS)[number], "none">;
  readonly protocol: (typeof PROTOCOLS)[number];
  /** Milliseconds there and back; null before the first check was answered. */
  readonly roundTrip: number | null;
}

/** The statistics of a connection, as far as they are read here. */
export type Report = Awaited<ReturnType<RTCPeerConnection["getStats"]>>;

function selectedPair(report: Report) {
  const all = [...report.values()];
  const named = all.find(({ type, selectedCandidatePairId: id }) => type === "transport" && id);
  // Firefox marks the pair itself.
  return report.get(named?.selectedCandidatePairId ?? "") ??
    all.find(({ type, selected, nominated, state }) =>
      type === "candidate-pair" && (selected || nominated && state === "succeeded")
    );
}

/** Name of the candidate pair in use, within its connection; empty when there is none. */
export function selectedPath(report: Report): string {
  return String(selectedPair(report)?.id ?? "");
}

/** Bits per second that the path in use is estimated to carry; null where the browser does not say. */
export function availableBitrate(report: Report): number | null {
  const estimate = selectedPair(report)?.availableOutgoingBitrate;
  return typeof estimate === "number" && estimate > 0 ? estimate : null;
}

/** The route in use; null when there is none. */
export function describePath(report: Report): SelectedPath | null {
  const pair = selectedPair(report);
  const [near, far] = [report.get(pair?.localCandidateId), report.get(pair?.remoteCandidateId)];
  if (!near || !far) return null;
  const mine = near.candidateType === "relay";
  const told = mine ? near.relayProtocol : near.protocol;
  const roundTrip = pair.currentRoundTripTime;
  return {
    path: mine || far.candidateType === "relay" ? "relayed" : "direct",
    protocol: told === "tcp" || told === "tls" ? told : "udp",
    roundTrip: typeof roundTrip === "number" ? roundTrip * 1000 : null,
  };
}
