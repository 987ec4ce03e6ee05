import type { RoomState } from "../../state/call_state.ts";
import { Switch } from "../controls/switch.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** Locks the call, or opens it again. */
export function LockSwitch({ state: { lock, moderation } }: { state: RoomState }) {
  const more = useDeferredWords();
  if (lock?.side !== "inside" || !moderation) return null;
  return (
    <div class="lock">
      <Switch
        does="lock-call"
        label={more.lock}
        hint="lock-hint"
        on={lock.locked}
        onSwitch={moderation.lock}
      />
      <p id="lock-hint" class="hint">{more.lockHint}</p>
    </div>
  );
}
