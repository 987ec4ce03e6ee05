import type { Commitment } from "../security/sas_commitment.ts";
import type { About } from "../messages/about.ts";
import type { Connection } from "../../state/person.ts";
import type { ParticipantView } from "./participant.ts";
import type { Peer } from "./peer.ts";

/** Another member and this page, and whether they have found each other. */
export interface Member {
  readonly peer: Peer;
  /** Milliseconds that it took to connect; null before. */
  readonly setup: number | null;
  /** It has not connected within its time. */
  readonly late: boolean;
}

/** State of one member, as {@link Members} keeps it. */
export interface MemberState extends Member {
  readonly about: () => About;
  readonly view: ParticipantView;
  readonly since: number;
  wrote: boolean;
  setup: number | null;
  late: boolean;
  suspected: boolean;
  announced: boolean;
  shown: Connection | null;
  readonly commitment: Commitment;
}
