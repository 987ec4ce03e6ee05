import { useMemo, useRef, useState } from "preact/hooks";
import type { Levels } from "../../state/actions.ts";
import type { CallState } from "../../state/call_state.ts";
import { type Size, useSize, useSpeaking } from "../controls/hooks.ts";
import { useWords } from "../i18n/language.ts";
import { type Corner, layOut, type Place, type Seat } from "./layout.ts";
import type { TileStatus } from "./tile_status.tsx";
import type { DragHandle } from "./drag_handle.tsx";
import type { PanelName } from "../controls/panel_name.ts";
import { portrayed, ScreenTile, Tile } from "./tile.tsx";

/** Parts of the stage that are loaded after the first drawing. */
export interface StageParts {
  readonly DragHandle: typeof DragHandle;
  readonly TileStatus: typeof TileStatus;
}

const NOWHERE: Place = { x: 0, y: 0, width: 1, height: 1, manner: "grid" };

/** The people and what they show, laid out over the window. */
export function Stage(props: {
  state: CallState;
  levels: Levels;
  /** Moves the own picture and explains failures, once it is there. */
  parts: StageParts | null;
  onPanel: (panel: PanelName) => void;
}) {
  const { state, levels, onPanel } = props;
  const { DragHandle, TileStatus } = props.parts ?? {};
  const { me, participants } = state;
  const words = useWords();
  const root = useRef<HTMLDivElement>(null);
  const size = useSize(root);
  const [corner, setCorner] = useState<Corner | null>(null);
  const [ownRatio, setOwnRatio] = useState(16 / 9);
  const [chosen, setChosen] = useState<string | null>(null);
  const ids = participants.map(({ id }) => id);
  const speaking = useSpeaking(levels, ids, ids.length >= 4);

  const seats = seatsOf(state);
  const shares = seats.some(({ part }) => part === "screen");
  const kept = chosen !== null && seats.some(({ key }) => key === chosen) ? chosen : null;
  const tall = size !== null && size.height > size.width;
  const focus = kept ?? (tall && !shares && participants.length >= 4 ? speaking : null);
  const places = usePlaces(seats, { size, corner, ownRatio, focus });

  /** Many tiles: a press makes one large, another press makes them equal again. */
  const enlarge = (key: string) =>
    seats.length > 2 && places.get(key)?.manner !== "card"
      ? () => setChosen(kept === key ? null : key)
      : undefined;
  const at = (key: string) => places.get(key) ?? NOWHERE;
  const own = at("me");

  return (
    <div class={size ? "stage" : "stage unmeasured"} ref={root}>
      {participants.map((person) => (
        <Tile
          key={person.id}
          id={person.id}
          tone={person.id}
          name={person.about.name || words.guest}
          face={person.about.name || words.guest}
          place={at(person.id)}
          connection={person.connection}
          mine={false}
          {...portrayed(person)}
          onEnlarge={enlarge(person.id)}
        >
          {TileStatus && <TileStatus person={person} state={state} onPanel={onPanel} />}
        </Tile>
      ))}
      <Tile
        key="me"
        id="me"
        tone={me.id}
        name={words.you}
        face={me.name || words.you}
        place={own}
        connection="connected"
        mine
        {...portrayed(me)}
        onRatio={setOwnRatio}
        onEnlarge={enlarge("me")}
      />
      <Screens state={state} at={at} enlarge={enlarge} />
      {DragHandle && own.manner === "card" && size && (
        <DragHandle
          place={own}
          stage={size}
          corner={corner ?? { right: true, bottom: size.width >= 900 }}
          tile={() => root.current?.querySelector<HTMLElement>('[data-tile="me"]') ?? null}
          onCorner={setCorner}
        />
      )}
    </div>
  );
}

/** Tiles in the order of arrival, which is the order in the document: none ever moves in the tree. */
function seatsOf({ me, participants }: CallState): Seat[] {
  return [
    ...participants.map(({ id }): Seat => ({ key: id, part: "person" })),
    { key: "me", part: "me" },
    ...participants.filter(({ screen }) => screen)
      .map(({ id }): Seat => ({ key: `${id} screen`, part: "screen" })),
    ...(me.screen ? [{ key: "me screen", part: "own-screen" } as const] : []),
  ];
}

/** Places of all tiles, laid out anew when one of these changes. */
function usePlaces(seats: readonly Seat[], options: {
  readonly size: Size | null;
  readonly corner: Corner | null;
  readonly ownRatio: number;
  readonly focus: string | null;
}): ReadonlyMap<string, Place> {
  const { size, corner, ownRatio, focus } = options;
  return useMemo(() => {
    if (!size) return new Map<string, Place>();
    const where = corner ?? { right: true, bottom: size.width >= 900 };
    const placed = layOut(seats, { ...size, corner: where, ownRatio, focus });
    return new Map(seats.map(({ key }, at) => [key, placed[at] ?? NOWHERE]));
  }, [size, corner, ownRatio, focus, seats.map(({ key }) => key).join()]);
}

/** Shared screens: those of others large, the own one small. */
function Screens(props: {
  state: CallState;
  at: (key: string) => Place;
  enlarge: (key: string) => (() => void) | undefined;
}) {
  const { state: { me, participants }, at, enlarge } = props;
  const words = useWords();
  return (
    <>
      {participants.map(({ id, about, screen, connection }) =>
        screen && (
          <ScreenTile
            key={`${id} screen`}
            id={id}
            label={words.screenOf(about.name || words.guest)}
            place={at(`${id} screen`)}
            stream={screen}
            connection={connection}
            onEnlarge={enlarge(`${id} screen`)}
          />
        )
      )}
      {me.screen && (
        <ScreenTile
          key="me screen"
          id="me"
          label={words.yourScreen}
          place={at("me screen")}
          stream={me.screen}
          connection="connected"
        />
      )}
    </>
  );
}
