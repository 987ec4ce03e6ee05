import { useState } from "preact/hooks";
import { CHIMES } from "../../platform/chime.ts";
import { browserNotifications } from "../../platform/notifier.ts";
import { Switch } from "../controls/switch.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import {
  keepChime,
  notifications,
  silentChimes,
  speechNotice,
} from "../controls/feedback_settings.ts";

/** Switches of the sounds, the notifications and the notice of speech while muted. */
export function FeedbackSwitches() {
  const { sound } = useDeferredWords();
  const [silent, setSilent] = useState(silentChimes);
  const [speech, setSpeech] = useState(speechNotice.isOn);
  return (
    <details class="feedback">
      <summary>{sound.sounds}</summary>
      {CHIMES.map((chime) => (
        <Switch
          key={chime}
          does={`sound-${chime}`}
          label={sound.sound[chime]}
          hint="sounds-hint"
          on={!silent.includes(chime)}
          onSwitch={(on) => {
            keepChime(chime, on);
            setSilent(silentChimes());
          }}
        />
      ))}
      <p id="sounds-hint" class="hint">{sound.soundsHint}</p>
      <NotificationSwitch />
      <Switch
        does="speech-notice"
        label={sound.speechNotice}
        hint="speech-notice-hint"
        on={speech}
        onSwitch={(on) => {
          speechNotice.keep(on);
          setSpeech(on);
        }}
      />
      <p id="speech-notice-hint" class="hint">{sound.speechNoticeHint}</p>
    </details>
  );
}

/** Asks for permission in the gesture that switches it on. */
function NotificationSwitch() {
  const { sound } = useDeferredWords();
  const [browser] = useState(browserNotifications);
  const [permission, setPermission] = useState(browser?.permission);
  const [on, setOn] = useState(() => notifications.isOn() && permission === "granted");
  if (!browser) return null;

  async function toggle(wanted: boolean): Promise<void> {
    setOn(wanted);
    notifications.keep(wanted);
    if (!wanted) return;
    // Older browsers reject where newer ones say "denied".
    const answer = await browser?.requestPermission().catch(() => "denied" as const);
    setPermission(answer);
    if (answer === "granted") return;
    setOn(false);
    notifications.keep(false);
  }

  return (
    <>
      <Switch
        does="notify"
        label={sound.notify}
        hint="notify-hint"
        on={on}
        onSwitch={(wanted) => void toggle(wanted)}
      />
      <p id="notify-hint" class="hint">
        {permission === "denied" ? sound.notifyDenied : sound.notifyHint}
      </p>
    </>
  );
}
