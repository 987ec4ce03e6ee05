import { useState } from "preact/hooks";
import { Switch } from "../controls/switch.tsx";
import { useVolume } from "../controls/voice_volumes.tsx";
import { heedsVolume, setVolume } from "../controls/volumes.ts";
import { useDeferredWords } from "../i18n/language.ts";

/** How loud this page plays one person; nobody else hears a difference. */
export function PersonVolume({ id }: { id: string }) {
  const { sound } = useDeferredWords();
  const { level, muted } = useVolume(id);
  const [adjustable] = useState(() => heedsVolume(new Audio()));
  const percent = Math.round(level * 100);
  return (
    <div class="volume">
      {adjustable && (
        <label class="field">
          <span>{sound.volume(percent)}</span>
          <input
            type="range"
            data-do="volume"
            min={0}
            max={100}
            step={5}
            value={percent}
            aria-valuetext={`${percent} %`}
            onInput={(event) => setVolume(id, { level: event.currentTarget.valueAsNumber / 100 })}
          />
        </label>
      )}
      <Switch
        does="mute-for-me"
        label={sound.muteForMe}
        hint="mute-for-me-hint"
        on={muted}
        onSwitch={(on) => setVolume(id, { muted: on })}
      />
      <p id="mute-for-me-hint" class="hint">{sound.muteForMeHint}</p>
    </div>
  );
}
