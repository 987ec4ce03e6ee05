import type { CallActions } from "../../state/actions.ts";
import type { MediaState, RoomState, ViewState } from "../../state/call_state.ts";
import { useWords } from "../i18n/language.ts";
import type { Place } from "./layout.ts";
import { ScreenTile } from "./tile.tsx";
import { ScreenTools } from "./tile_tools.tsx";

/** Shared screens: those of others large, the own one small. */
export function Screens(props: {
  state: MediaState & RoomState & ViewState;
  at: (key: string) => Place;
  enlarge: (key: string) => (() => void) | undefined;
  onView: CallActions["arrange"];
}) {
  const { state: { me, participants, view, studio }, at, enlarge, onView } = props;
  const words = useWords();
  const others = participants.map(({ id, about, screen, connection }) => ({
    key: `${id} screen`,
    id,
    label: words.screenOf(about.name || words.guest),
    stream: screen,
    connection,
  }));
  const own = {
    key: "me screen",
    id: "me",
    label: words.yourScreen,
    stream: me.screen,
    connection: "connected" as const,
  };
  return (
    <>
      {[...others, own].map(({ key, id, label, stream, connection }) => {
        const place = at(key);
        const isLarge = place.manner === "large" || place.manner === "full";
        return stream && (
          <ScreenTile
            key={key}
            {...{ id, label, place, stream, connection }}
            // A large screen is pressed to be zoomed.
            onEnlarge={isLarge ? undefined : enlarge(key)}
            tools={
              <ScreenTools {...{ id: key, name: label, place, view, onView, studio, stream }} />
            }
          />
        );
      })}
    </>
  );
}
