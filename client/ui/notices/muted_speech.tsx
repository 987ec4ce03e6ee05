import { useEffect, useState } from "preact/hooks";
import { watchSpeech } from "../../platform/speech.ts";
import type { Levels } from "../../state/actions.ts";
import type { Me } from "../../state/person.ts";
import { speechNotice } from "../controls/feedback_settings.ts";
import { useDeferredWords } from "../i18n/language.ts";
import { ActionNotice } from "./action_notice.tsx";

const SHOWN_MS = 8000;

/** Says that nobody hears somebody who speaks with the microphone off. */
export function MutedSpeech(props: { me: Me; levels: Levels; onUnmute: () => void }) {
  const { me, levels, onUnmute } = props;
  const { sound } = useDeferredWords();
  const muted = me.mic.is === "off";
  const [shown, setShown] = useState(false);
  const [dismissed, setDismissed] = useState(false);
  useEffect(() => {
    setShown(false);
    setDismissed(false);
    const track = muted && speechNotice.isOn() ? levels.microphone() : null;
    // Where the microphone was never on, it stays closed.
    if (track?.readyState !== "live") return;
    const over = new AbortController();
    watchSpeech(track, (speaks) => speaks && setShown(true), over.signal);
    return () => over.abort();
  }, [muted, levels]);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  if (!shown || dismissed || !muted) return null;
  const action = { does: "unmute", label: sound.unmute, onPress: onUnmute };
  return (
    <ActionNotice name="muted-speech" action={action} onDismiss={() => setDismissed(true)}>
      {sound.speaking}
    </ActionNotice>
  );
}
