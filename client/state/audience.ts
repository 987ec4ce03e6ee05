import type { EndpointView } from "./endpoint.ts";

/** Those who watch the call, as a speaker's page knows them. */
export interface AudienceView {
  /** Number of viewers. */
  readonly viewers: number;
  /** Viewers that the server lets into one call. */
  readonly limit: number;
  /** Viewers that one page serves at most. */
  readonly each: number;
  /** Viewers that watch by way of this page. */
  readonly served: number;
  /** Names of the viewers, as far as members serve them; a viewer may have none. */
  readonly names: readonly string[];
  /** Those of them who have raised a hand, and were not answered. */
  readonly hands: readonly { readonly id: string; readonly name: string }[];
  /** Endpoint for players outside of the call (WHEP). */
  readonly players: EndpointView;
  /** Invites one of them to speak, or puts the hand away. */
  answer(id: string, invites: boolean): void;
}
