import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { CallActions } from "../../state/actions.ts";
import type { Fit, StageView } from "../../state/stage_view.ts";
import type { StudioView } from "../../state/studio.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { canFillWithTile, toggleFullScreen, useFullScreen } from "../controls/full_screen.ts";
import { frame, type Place } from "./layout.ts";
import { ScreenZoom } from "./screen_zoom.tsx";
import { ToolButton } from "./tool_button.tsx";

/** A tile whose top and right edges lie before these has its tools under the room's name, in pixels. */
const CORNER = { bottom: 60, right: 320 };

/** Height below which a tile under the room's name has no tools. */
const SMALL_PX = 150;

interface ToolProps {
  /** Key of the tile. */
  id: string;
  name: string;
  place: Place;
  view: StageView;
  onView: CallActions["arrange"];
}

/**
 * Buttons of a person's tile: how much of the picture it shows, whether it stays large, and full
 * screen. `ratio` is that of the picture; null without one.
 */
export function TileTools(props: ToolProps & { ratio: number | null; canPin: boolean }) {
  const { id, name, place, view, ratio, canPin, onView } = props;
  const more = useDeferredWords();
  const root = useRef<HTMLDivElement>(null);
  const hasPicture = ratio !== null && place.manner !== "strip";
  if (place.manner === "card" || !(hasPicture || canPin)) return null;
  // Under the room's name, which lies in the same corner.
  const isLow = place.manner !== "full" && place.y < CORNER.bottom &&
    place.x + place.width < CORNER.right;
  // Too small for both.
  if (isLow && place.height < SMALL_PX) return null;
  const next: Fit = showsAll(place, ratio ?? 1, view.fits[id]) ? "fill" : "fit";
  return (
    <div class={isLow ? "tools low" : "tools"} ref={root}>
      {hasPicture && (
        <ToolButton
          does="fit"
          drawing={next}
          label={more[next](name)}
          onPress={() => onView(({ fits }) => ({ fits: { ...fits, [id]: next } }))}
        />
      )}
      {canPin && <PinButton {...{ id, name, view, onView }} />}
      {hasPicture && <FullScreenButton root={root} name={name} />}
    </div>
  );
}

/** Means to zoom a large shared screen, and the buttons of its tile. */
export function ScreenTools(
  props: ToolProps & { stream: MediaStream; studio: StudioView | null | undefined },
) {
  const { id, name, place, view, stream, onView, studio } = props;
  const root = useRef<HTMLDivElement>(null);
  const buttons = (
    <>
      <PinButton {...{ id, name, view, onView }} />
      <FullScreenButton root={root} name={name} />
    </>
  );
  const isLarge = place.manner === "large" || place.manner === "full";
  return (
    <>
      {isLarge
        ? <ScreenZoom key={stream.id} name={name} tools={root}>{buttons}</ScreenZoom>
        : <div class="tools" ref={root}>{buttons}</div>}
      <StudioBadge by={id.replace(/ screen$/, "")} live={studio?.live ?? []} />
    </>
  );
}

/** Says that a picture is the studio's, and that the way to the member who brings it is not proven. */
function StudioBadge({ by, live }: { by: string; live: StudioView["live"] }) {
  const { guest } = useWords();
  const { studio: words } = useDeferredWords();
  const member = live.find(({ id }) => id === by);
  if (!member) return null;
  const name = member.name || guest;
  const isOwn = by === "me";
  return (
    <p
      class="studio-badge"
      data-studio-by={by}
      title={isOwn ? words.warningYou : words.warning(name)}
    >
      <strong>{isOwn ? words.byYou : words.by(name)}</strong>
      <span>{isOwn ? words.uncheckedYou : words.unchecked(name)}</span>
    </p>
  );
}

/** True if a tile shows its whole picture. */
function showsAll(place: Place, ratio: number, fit: Fit | undefined): boolean {
  const shown = frame(place, ratio, fit);
  return Math.abs(shown.width / shown.height - ratio) < 0.01 * ratio;
}

function PinButton({ id, name, view, onView }: Omit<ToolProps, "place">) {
  const more = useDeferredWords();
  const isPinned = view.pinned.includes(id);
  return (
    <ToolButton
      does="pin"
      drawing={isPinned ? "unpin" : "pin"}
      label={more.pin(name)}
      pressed={isPinned}
      onPress={() =>
        onView(({ pinned }) => ({
          pinned: pinned.includes(id) ? pinned.filter((one) => one !== id) : [...pinned, id],
        }))}
    />
  );
}

function FullScreenButton({ root, name }: { root: RefObject<HTMLElement | null>; name: string }) {
  const more = useDeferredWords();
  const filling = useFullScreen();
  if (!canFillWithTile()) return null;
  const tile = () => root.current?.closest(".tile");
  const isOn = filling !== null && filling === tile();
  return (
    <ToolButton
      does="full-screen"
      drawing={isOn ? "window" : "full"}
      label={more.fullScreenOf(name)}
      pressed={isOn}
      onPress={() => {
        const element = tile();
        if (element) toggleFullScreen(element);
      }}
    />
  );
}
