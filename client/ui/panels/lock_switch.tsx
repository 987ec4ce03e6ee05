import type { CallState } from "../../state/call_state.ts";
import { useDeferredWords } from "../i18n/language.ts";

/** Locks the call, or opens it again. */
export function LockSwitch({ state: { lock: door, moderation: society } }: { state: CallState }) {
  const more = useDeferredWords();
  if (door?.side !== "inside" || !society) return null;
  return (
    <div class="lock">
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          data-do="lock-call"
          aria-describedby="lock-hint"
          checked={door.locked}
          onChange={(event) => society.lock(event.currentTarget.checked)}
        />
        <span>{more.lock}</span>
      </label>
      <p id="lock-hint" class="hint">{more.lockHint}</p>
    </div>
  );
}
