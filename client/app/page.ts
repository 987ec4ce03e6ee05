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
  /** Milliseconds for which something more urgent than a drawing may go on. */
  setupMs(): number;
  /** The page or the network is back. */
  probeNow(): void;
}
