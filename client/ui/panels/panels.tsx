import type { Actions } from "../../state/actions.ts";
import type { CallState, Room as Place } from "../../state/call_state.ts";
import type { PanelName } from "../controls/panel_name.ts";
import { FileDrop } from "./file_drop.tsx";
import type { LoadFileParts } from "./file_parts.ts";
import { OpenPanel } from "./open_panel.tsx";

/** The open panel, and the whole call as a place to drop files on, which opens the chat. */
export function Panels(props: {
  parts: { readonly loadFiles: LoadFileParts };
  panel: PanelName | null;
  room: Place;
  state: CallState;
  actions: Actions;
  onPanel: (panel: PanelName | null) => void;
}) {
  const { parts: { loadFiles }, panel, state, ...rest } = props;
  const files = state.participants.length > 0 ? state.files : null;
  return (
    <>
      <FileDrop files={files} loadFiles={loadFiles} onOpen={() => rest.onPanel("chat")} />
      {panel && <OpenPanel name={panel} state={state} loadFiles={loadFiles} {...rest} />}
    </>
  );
}
