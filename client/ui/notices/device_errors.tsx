import type { DeviceActions } from "../../state/actions.ts";
import type { MediaState } from "../../state/call_state.ts";
import type { Device } from "../../state/device.ts";
import { TextButton } from "../controls/button.tsx";
import { DeviceMenu, hasOther } from "../controls/device_menu.tsx";
import { Icon } from "../controls/icons.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import type { DeferredWords } from "../i18n/load_words.ts";

/** Tells what keeps the own devices from working and what to do, and offers ways to go on. */
export function DeviceErrors({ state, actions }: { state: MediaState; actions: DeviceActions }) {
  return (
    <div class="troubles">
      <Trouble kind="camera" state={state} actions={actions} />
      <Trouble kind="mic" state={state} actions={actions} />
    </div>
  );
}

const MENUS = { mic: "audioinput", camera: "videoinput" } as const;

function Trouble(props: { kind: "mic" | "camera"; state: MediaState; actions: DeviceActions }) {
  const { kind, state, actions } = props;
  const words = useWords();
  const said = deviceError(kind, state.me[kind], useDeferredWords());
  if (!said) return null;
  return (
    <div class="trouble" role="alert" data-trouble={kind}>
      <Icon name={kind === "mic" ? "mic-off" : "camera-off"} />
      <p>{said}</p>
      <TextButton
        does={`retry-${kind}`}
        label={words.retry}
        look="quiet"
        onPress={() => actions.retry(kind)}
      />
      {mayHelp(state.me[kind]) && hasOther(MENUS[kind], state) && (
        <DeviceMenu kind={MENUS[kind]} state={state} actions={actions} plain />
      )}
    </div>
  );
}

/** True if another device may work where this one does not. */
function mayHelp(device: Device): boolean {
  return device.is !== "failed" || /^(missing|busy|failed)$/.test(device.why);
}

/** The sentence about a device that does not work; none while it does. */
export function deviceError(
  kind: "mic" | "camera",
  device: Device,
  words: DeferredWords,
): string | null {
  switch (device.is) {
    case "failed":
      return words.deviceProblem[kind][device.why];
    case "muted":
      return words.mutedOutside[kind];
    case "lost":
      return words.deviceGone[kind];
    case "off":
    case "starting":
    case "on":
      return null;
  }
}
