import type { StudioView } from "../../state/studio.ts";
import type { ReceivedControl } from "../room/policy.ts";
import type { Studio } from "./studio.ts";

/** Options of {@link openLazyStudio}. */
export interface LazyStudioOptions {
  /** Loads the chunk and starts the studio of this stay. */
  readonly begin: (
    show: (view: Omit<StudioView, "create" | "revoke">) => void,
  ) => Promise<Studio>;
  readonly show: (view: StudioView | null) => void;
  readonly signal: AbortSignal;
}

/** Studio of a call, whose chunk is loaded when somebody makes one. */
export interface LazyStudio {
  /** Takes a message if it is about the studio; false for others. */
  receive(control: ReceivedControl): boolean;
}

/** Messages that wait for the chunk. */
const MAX_HELD = 32;

/** Opens it: nothing is loaded before somebody makes a studio. */
export function openLazyStudio({ begin, show, signal }: LazyStudioOptions): LazyStudio {
  let studio: Promise<Studio> | null = null;
  let held = 0;

  function run(act: (studio: Studio) => void): void {
    studio ??= begin((view) => signal.aborted || show({ ...view, create, revoke }));
    void studio.then((one) => signal.aborted || act(one));
  }

  const create = () => run((one) => one.create());
  const revoke = () => run((one) => one.revoke());
  show({ link: null, live: [], refused: null, create, revoke });
  signal.addEventListener("abort", () => show(null));
  return {
    receive(control) {
      if (!control.text.startsWith('{"type":"studio')) return false;
      if (signal.aborted || held >= MAX_HELD) return true;
      held++;
      run((one) => {
        held--;
        one.receive(control);
      });
      return true;
    },
  };
}
