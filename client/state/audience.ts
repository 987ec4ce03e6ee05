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
  /**
   * Those of them who have raised a hand, and were not answered; `by`: the name of the member that
   * serves the viewer, null for this page.
   */
  readonly hands: readonly {
    readonly id: string;
    readonly name: string;
    readonly by: string | null;
  }[];
  /** True while viewers may read and write the chat; any member decides it. */
  readonly chat: { readonly on: boolean; allow(on: boolean): void };
  /** Endpoint for players outside of the call (WHEP). */
  readonly players: EndpointView;
  /** Has one of them invited to speak, or puts the hand away on this page. */
  answer(id: string, invites: boolean): void;
}
