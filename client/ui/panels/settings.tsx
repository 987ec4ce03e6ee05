import type { Actions } from "../../state/actions.ts";
import type { MediaState, PlaceState, RoomState } from "../../state/call_state.ts";
import { NameField } from "../controls/name_field.tsx";
import { CheckLink } from "../controls/check_link.tsx";
import { EffectMenus } from "./effect_menus.tsx";
import { DeviceMenus } from "./device_menus.tsx";
import { FeedbackSwitches } from "./feedback_switches.tsx";
import { ShortcutSwitch } from "./shortcut_switch.tsx";
import { Switch } from "../controls/switch.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** Choices of a person, in the lobby and in the call. */
export function Settings(
  { state, actions }: { state: PlaceState & MediaState & RoomState; actions: Actions },
) {
  const more = useDeferredWords();
  const calling = state.screen === "call";
  return (
    <div class="settings">
      {calling && <NameField id="own-name" name={state.me.name} onName={actions.call.setName} />}
      <DeviceMenus state={state} actions={actions.devices} />
      <EffectMenus state={state} actions={actions.devices} />
      <Switch
        does="hide-address"
        label={more.hide}
        hint="hide-hint"
        on={state.relayOnly}
        onSwitch={actions.room.hideAddress}
      />
      <p id="hide-hint" class="hint">
        {more.hideHint}
        {calling && (
          <>
            <br />
            {more.hideNow}
          </>
        )}
      </p>
      {state.reception && (
        <>
          <Switch
            does="no-pictures"
            label={more.noPictures}
            hint="no-pictures-hint"
            on={state.reception.refusesAll}
            onSwitch={(on) => state.reception?.refuse(null, on)}
          />
          <p id="no-pictures-hint" class="hint">{more.noPicturesHint}</p>
        </>
      )}
      {calling && <FeedbackSwitches />}
      {calling && <ShortcutSwitch />}
      <CheckLink aside={calling} />
    </div>
  );
}
