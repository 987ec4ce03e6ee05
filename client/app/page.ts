import type { Actions, Levels } from "../state/actions.ts";
import type { CallState } from "../state/call_state.ts";
import type { Store } from "../state/store.ts";

/** The life of the page: from the link to the call and back. */
export interface PageController {
  readonly state: Store<CallState>;
  readonly actions: Actions;
  readonly levels: Levels;
  /** The address changed under the page. */
  route(): void;
  /** Resolves when what is urgent is on its way: the socket goes before the first drawing. */
  readonly settled: Promise<unknown>;
  /** The page or the network is back. */
  probeNow(): void;
}
