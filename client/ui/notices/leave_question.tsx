import { useEffect, useRef } from "preact/hooks";
import type { RoomActions } from "../../state/actions.ts";
import type { RoomState, ViewState } from "../../state/call_state.ts";
import { isCompany } from "../../state/person.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Asks whether to leave a call with others, where a way out of it was taken perhaps by mistake. */
export function LeaveQuestion(
  { state, actions }: { state: RoomState & ViewState; actions: RoomActions },
) {
  useNoPullToRefresh();
  useUnloadQuestion(state.participants.some(isCompany));
  return state.leaving ? <Question actions={actions} /> : null;
}

function Question({ actions }: { actions: RoomActions }) {
  const words = useWords();
  const more = useDeferredWords();
  const root = useRef<HTMLElement>(null);
  useEffect(() => root.current?.querySelector<HTMLElement>("button")?.focus(), []);
  return (
    <section
      class="card leaving"
      role="alertdialog"
      aria-labelledby="leave-question"
      aria-describedby="leave-hint"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        actions.answerLeaving(false);
      }}
    >
      <h2 id="leave-question">{more.leaveQuestion}</h2>
      <p id="leave-hint">{more.leaveHint}</p>
      <div class="row">
        <TextButton
          does="stay"
          label={more.stay}
          look="accent"
          onPress={() => actions.answerLeaving(false)}
        />
        <TextButton
          does="leave-now"
          label={words.leave}
          look="danger"
          onPress={() => actions.answerLeaving(true)}
        />
      </div>
    </section>
  );
}

/**
 * Has the browser ask before the page is closed or loaded anew, in its own words (HTML §7.4.2.4).
 * Only while it holds: some browsers keep no page with such a listener for the way back.
 */
function useUnloadQuestion(asks: boolean): void {
  useEffect(() => {
    if (!asks) return;
    const over = new AbortController();
    addEventListener("beforeunload", (event) => event.preventDefault(), { signal: over.signal });
    return () => over.abort();
  }, [asks]);
}

/** Keeps a pull at the page from loading it anew in the middle of a call. */
function useNoPullToRefresh(): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.overscrollBehavior = "none";
    return () => style.removeProperty("overscroll-behavior");
  }, []);
}
