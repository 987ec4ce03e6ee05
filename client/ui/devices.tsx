import type { Actions, CallState, DeviceChoice } from "../call/state.ts";
import { useWords } from "./language.ts";

const KINDS = { audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" } as const;

/** The menus of microphones, cameras and, where the browser can choose, speakers. */
export function Devices({ state, actions }: { state: CallState; actions: Actions }) {
  const kinds: DeviceChoice["kind"][] = ["audioinput", "videoinput"];
  if ("setSinkId" in HTMLMediaElement.prototype) kinds.push("audiooutput");
  return (
    <div class="devices">
      {kinds.map((kind) => <Menu key={kind} kind={kind} state={state} actions={actions} />)}
    </div>
  );
}

function Menu(props: { kind: DeviceChoice["kind"]; state: CallState; actions: Actions }) {
  const { kind, state, actions } = props;
  const words = useWords();
  const label = words[KINDS[kind]];
  const choices = state.devices.filter((device) => device.kind === kind);
  const chosen = inUse(kind, state);
  if (choices.length === 0) return null;
  return (
    <label class="field">
      <span>{label}</span>
      <select
        data-device={kind}
        onChange={(event) => actions.chooseDevice(kind, event.currentTarget.value)}
      >
        {!choices.some(({ deviceId }) => deviceId === chosen) && (
          <option value={chosen} selected>{words.standard}</option>
        )}
        {choices.map(({ deviceId, label: own }, at) => (
          <option key={deviceId} value={deviceId} selected={deviceId === chosen}>
            {own || words.numbered(label, at + 1)}
          </option>
        ))}
      </select>
    </label>
  );
}

function inUse(kind: DeviceChoice["kind"], { me, speaker }: CallState): string {
  switch (kind) {
    case "audioinput":
      return me.mic.is === "on" ? me.mic.deviceId : "";
    case "videoinput":
      return me.camera.is === "on" ? me.camera.deviceId : "";
    case "audiooutput":
      return speaker;
  }
}
