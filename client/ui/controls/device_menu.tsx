import type { DeviceActions } from "../../state/actions.ts";
import type { MediaState } from "../../state/call_state.ts";
import type { DeviceChoice } from "../../state/device.ts";
import { useWords } from "../i18n/language.ts";

const KINDS = { audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" } as const;
/** Chromium lists the system's own choice under this id. */
const STANDARD = "default";

/** The menu of one kind of device; nothing while there is nothing to choose from. */
export function DeviceMenu(props: {
  kind: DeviceChoice["kind"];
  state: MediaState;
  actions: DeviceActions;
  /** Hides the label, where the words around it say already what it is. */
  plain?: boolean;
}) {
  const { kind, state, actions, plain } = props;
  const words = useWords();
  const label = words[KINDS[kind]];
  const choices = devicesOf(kind, state);
  const selected = selectedOf(kind, state);
  if (choices.length === 0) return null;
  return (
    <label class="field">
      <span class={plain ? "unseen" : undefined}>{label}</span>
      <select
        data-device={kind}
        value={selected}
        onChange={(event) => actions.chooseDevice(kind, event.currentTarget.value)}
      >
        {!choices.some(({ deviceId }) => deviceId === selected) && (
          <option value={selected} selected>{words.standard}</option>
        )}
        {choices.map(({ deviceId, label: own }, at) => (
          <option key={deviceId} value={deviceId} selected={deviceId === selected}>
            {own || words.numbered(label, at + 1)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** True if there is another device of the kind than the one in use. */
export function hasOther(kind: DeviceChoice["kind"], state: MediaState): boolean {
  return devicesOf(kind, state).some(({ deviceId }) => deviceId !== selectedOf(kind, state));
}

function devicesOf(kind: DeviceChoice["kind"], { devices }: MediaState): DeviceChoice[] {
  return devices.filter((device) => device.kind === kind);
}

/** One entry for the system's own choice, and not two. */
function selectedOf(kind: DeviceChoice["kind"], state: MediaState): string {
  const selected = state.selected[kind];
  const standard = devicesOf(kind, state).some(({ deviceId }) => deviceId === STANDARD);
  return selected === "" && standard ? STANDARD : selected;
}
