import { useEffect, useState } from "preact/hooks";
import type { DeviceActions } from "../../state/actions.ts";
import type { MediaState } from "../../state/call_state.ts";
import { IconButton } from "../controls/button.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { deviceError, DeviceErrors } from "./device_errors.tsx";

/** Troubles of the own devices in the call, where people look at people: they can be put away. */
export function DeviceErrorCard({ state, actions }: { state: MediaState; actions: DeviceActions }) {
  const words = useWords();
  const [seen, setSeen] = useState("");
  const { me } = state;
  const more = useDeferredWords();
  const said = [deviceError("camera", me.camera, more), deviceError("mic", me.mic, more)];
  const now = said.filter(Boolean).join(" ");
  // Trouble that comes again is told again.
  useEffect(() => {
    if (now === "") setSeen("");
  }, [now]);
  if (now === "" || now === seen) return null;
  return (
    <section class="card in-call" aria-label={words.devices}>
      <DeviceErrors state={state} actions={actions} />
      <IconButton
        does="dismiss"
        icon="close"
        label={words.close}
        look="plain"
        onPress={() => setSeen(now)}
      />
    </section>
  );
}
