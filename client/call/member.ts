import type { Peer } from "./peer.ts";

/** Another member and this page, and whether they have found each other. */
export interface Member {
  readonly peer: Peer;
  /** Milliseconds that it took to connect; null before. */
  readonly setup: number | null;
  /** It has not connected within its time. */
  readonly late: boolean;
}
