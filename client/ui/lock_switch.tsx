import type { CallState } from "../call/state.ts";
import { useMore } from "./more.ts";

/** Locks the call, or opens it again. */
export function LockSwitch({ state: { door, society } }: { state: CallState }) {
  const more = useMore();
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
