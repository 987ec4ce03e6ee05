import type { DeviceActions } from "../../state/actions.ts";
import type { MediaState } from "../../state/call_state.ts";
import { useMedia } from "../controls/hooks.ts";
import { useDeferredWords } from "../i18n/language.ts";
import type { Place } from "./layout.ts";
import { otherCamera } from "./other_camera.ts";
import { ToolButton } from "./tool_button.tsx";

/** Turns a phone's camera round; nothing where there is one camera, or a mouse. */
export function CameraFlip(props: {
  state: MediaState;
  actions: DeviceActions;
  /** Place of the own tile, on which it lies; in the row where it is drawn without one. */
  place?: Place;
}) {
  const { state, actions, place } = props;
  const more = useDeferredWords();
  const isTouched = useMedia("(hover: none) and (pointer: coarse)");
  const { me, devices } = state;
  if (!isTouched || me.camera.is !== "on") return null;
  const facing = me.picture?.getVideoTracks()[0]?.getSettings?.().facingMode;
  const next = otherCamera(devices, me.camera.deviceId, facing);
  if (next === null) return null;
  const button = (
    <ToolButton
      does="flip"
      drawing="flip"
      label={more.flip}
      onPress={() => actions.chooseDevice("videoinput", next)}
    />
  );
  return place ? <div class="flip" style={cornerOf(place)}>{button}</div> : button;
}

const BUTTON = 44;
const MARGIN = 4;

/** Bottom right of the tile; top right of a full one, since the toolbar lies below. */
function cornerOf({ x, y, width, height, manner }: Place): { transform: string } {
  const right = x + width - BUTTON - MARGIN;
  const top = manner === "full" ? y + 3 * MARGIN : y + height - BUTTON - MARGIN;
  return { transform: `translate(${right}px, ${top}px)` };
}
