import type { DeviceActions } from "../../state/actions.ts";
import type { MediaState } from "../../state/call_state.ts";
import type { DeviceChoice } from "../../state/device.ts";
import { TextButton } from "../controls/button.tsx";
import { DeviceMenu } from "../controls/device_menu.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** The menus of microphones, cameras and, where the browser can choose, speakers. */
export function DeviceMenus({ state, actions }: { state: MediaState; actions: DeviceActions }) {
  const more = useDeferredWords();
  const kinds: DeviceChoice["kind"][] = ["audioinput", "videoinput"];
  if ("setSinkId" in HTMLMediaElement.prototype) kinds.push("audiooutput");
  return (
    <div class="devices">
      {kinds.map((kind) => <DeviceMenu key={kind} kind={kind} state={state} actions={actions} />)}
      {asksForSpeaker() && (
        <TextButton
          does="speaker"
          icon="sound"
          label={more.chooseSpeaker}
          look="quiet"
          onPress={actions.askSpeaker}
        />
      )}
    </div>
  );
}

/** True in a browser that lists no speakers until it was asked for one: Firefox. */
function asksForSpeaker(): boolean {
  return "selectAudioOutput" in (navigator.mediaDevices ?? {});
}
