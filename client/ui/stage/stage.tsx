import type { ComponentChildren } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Actions, Levels } from "../../state/actions.ts";
import type { CallState } from "../../state/call_state.ts";
import { type Size, useSize } from "../controls/hooks.ts";
import { useWords } from "../i18n/language.ts";
import type { ActiveSpeaker } from "./active_speaker.ts";
import type { CameraFlip } from "./camera_flip.tsx";
import { type Corner, layOut, type Place, type Seat } from "./layout.ts";
import type { Screens } from "./screens.tsx";
import type { TileStatus } from "./tile_status.tsx";
import type { DragHandle } from "./drag_handle.tsx";
import type { PanelName } from "../controls/panel_name.ts";
import { portrayed, Tile } from "./tile.tsx";
import type { TileReactions } from "./tile_reactions.tsx";
import type { TileTools } from "./tile_tools.tsx";

/** Parts of the stage that are loaded after the first drawing. */
export interface StageParts {
  readonly ActiveSpeaker: typeof ActiveSpeaker;
  readonly CameraFlip: typeof CameraFlip;
  readonly DragHandle: typeof DragHandle;
  readonly Screens: typeof Screens;
  readonly TileReactions: typeof TileReactions;
  readonly TileStatus: typeof TileStatus;
  readonly TileTools: typeof TileTools;
}

const NOWHERE: Place = { x: 0, y: 0, width: 1, height: 1, manner: "grid" };

/** The people and what they show, laid out over the window. */
export function Stage(props: {
  state: CallState;
  actions: Actions;
  levels: Levels;
  /** Moves the own picture, explains failures and arranges tiles, once it is there. */
  parts: StageParts | null;
  onPanel: (panel: PanelName) => void;
}) {
  const { state, actions, levels, parts, onPanel } = props;
  const { ActiveSpeaker, CameraFlip, DragHandle, Screens, TileReactions, TileTools } = parts ?? {};
  const { participants, view } = state;
  const root = useRef<HTMLDivElement>(null);
  const size = useSize(root);
  const [corner, setCorner] = useState<Corner | null>(null);
  const [ownRatio, setOwnRatio] = useState(16 / 9);
  const [speaker, setSpeaker] = useState<string | null>(null);
  const seats = seatsOf(state);
  const follows = followsSpeaker(state, size, seats);
  const focus = focusOf(state, seats, speaker, follows);
  const equal = view.layout === "grid";
  const places = usePlaces(seats, { size, corner, ownRatio, focus, equal });
  const at = (key: string) => places.get(key) ?? NOWHERE;
  const showsOwn = seats.some(({ part }) => part === "me");

  /** Many tiles: a press makes one large, another press makes them equal again. */
  const enlarge = (key: string) =>
    seats.length > 2 && at(key).manner !== "card"
      ? () => actions.call.arrange(({ pinned }) => ({ pinned: pinned.includes(key) ? [] : [key] }))
      : undefined;
  const tools = (key: string, name: string, picture: MediaStream | null) =>
    TileTools && ((ratio: number) => (
      <TileTools
        {...{ id: key, name, view }}
        place={at(key)}
        ratio={picture && ratio}
        canPin={seats.length > 2}
        onView={actions.call.arrange}
      />
    ));

  return (
    <div class={size ? "stage" : "stage unmeasured"} ref={root}>
      <People
        {...{ state, at, enlarge, tools, onPanel, showsOwn }}
        parts={parts}
        onRatio={setOwnRatio}
      />
      {Screens && <Screens {...{ state, at, enlarge }} onView={actions.call.arrange} />}
      {ActiveSpeaker && follows && (
        <ActiveSpeaker
          levels={levels}
          ids={participants.map(({ id }) => id)}
          onSpeaker={setSpeaker}
        />
      )}
      {TileReactions && <TileReactions reactions={state.reactions} places={places} />}
      {CameraFlip && showsOwn && (
        <CameraFlip state={state} actions={actions.devices} place={at("me")} />
      )}
      {DragHandle && showsOwn && at("me").manner === "card" && size && (
        <DragHandle
          place={at("me")}
          stage={size}
          corner={corner ?? { right: true, bottom: size.width >= 900 }}
          tile={() => root.current?.querySelector<HTMLElement>('[data-tile="me"]') ?? null}
          onCorner={setCorner}
        />
      )}
    </div>
  );
}

/** Tiles of the people. */
function People(props: {
  state: CallState;
  at: (key: string) => Place;
  enlarge: (key: string) => (() => void) | undefined;
  tools: (
    key: string,
    name: string,
    picture: MediaStream | null,
  ) => ((ratio: number) => ComponentChildren) | undefined;
  parts: StageParts | null;
  showsOwn: boolean;
  onRatio: (ratio: number) => void;
  onPanel: (panel: PanelName) => void;
}) {
  const { state, at, enlarge, tools, parts, showsOwn, onRatio, onPanel } = props;
  const { me, participants, view } = state;
  const { TileStatus } = parts ?? {};
  const words = useWords();
  const common = (key: string, id: string) => ({
    id: key,
    tone: id,
    place: at(key),
    order: orderOf(id, state),
    fit: view.fits[key],
    onEnlarge: enlarge(key),
  });
  return (
    <>
      {participants.map((person) => {
        const { id, connection, picture } = person;
        const name = person.about.name || words.guest;
        return (
          <Tile
            key={id}
            {...common(id, id)}
            {...{ name, connection, ...portrayed(person) }}
            face={name}
            tools={tools(id, name, picture)}
          >
            {TileStatus && <TileStatus person={person} state={state} onPanel={onPanel} />}
          </Tile>
        );
      })}
      {showsOwn && (
        <Tile
          key="me"
          {...common("me", me.id)}
          {...portrayed(me)}
          name={words.you}
          face={me.name || words.you}
          connection="connected"
          mirrored={view.mirror}
          onRatio={onRatio}
          tools={tools("me", words.you, me.picture)}
        />
      )}
    </>
  );
}

/**
 * Tiles in the order of arrival, which is the order in the document: none ever moves in the tree.
 * The own one is missing where the person hides it from themselves.
 */
function seatsOf({ me, participants, view }: CallState): Seat[] {
  const isHidden = view.hideOwn && participants.length > 0;
  return [
    ...participants.map(({ id }): Seat => ({ key: id, part: "person" })),
    ...(isHidden ? [] : [{ key: "me", part: "me" } as const]),
    ...participants.filter(({ screen }) => screen)
      .map(({ id }): Seat => ({ key: `${id} screen`, part: "screen" })),
    ...(me.screen ? [{ key: "me screen", part: "own-screen" } as const] : []),
  ];
}

/** True if the one who speaks is large: because it was chosen, or there is room for one only. */
function followsSpeaker(
  { participants, view }: CallState,
  size: Size | null,
  seats: readonly Seat[],
): boolean {
  if (participants.length < 2 || seats.some(({ part }) => part === "screen")) return false;
  const isTall = size !== null && size.height > size.width;
  return view.layout === "speaker" ||
    view.layout === "auto" && isTall && participants.length >= 4;
}

/** Keys of the tiles that are large: those that are pinned, else who speaks. */
function focusOf(
  { participants, view }: CallState,
  seats: readonly Seat[],
  speaker: string | null,
  follows: boolean,
): readonly string[] {
  const pinned = view.pinned.filter((key) => seats.some((seat) => seat.key === key));
  if (pinned.length > 0 || !follows) return pinned;
  const one = participants.find(({ id }) => id === speaker) ?? participants[0];
  return one ? [one.id] : [];
}

/** Number of the raised hand of `id`; 0 where there is only one, or none. */
function orderOf(id: string, { hands }: CallState): number {
  return hands.length > 1 ? hands.indexOf(id) + 1 : 0;
}

/** Places of all tiles, laid out anew when one of these changes. */
function usePlaces(seats: readonly Seat[], options: {
  readonly size: Size | null;
  readonly corner: Corner | null;
  readonly ownRatio: number;
  readonly focus: readonly string[];
  readonly equal: boolean;
}): ReadonlyMap<string, Place> {
  const { size, corner, ownRatio, focus, equal } = options;
  const keys = seats.map(({ key }) => key).join();
  return useMemo(() => {
    if (!size) return new Map<string, Place>();
    const where = corner ?? { right: true, bottom: size.width >= 900 };
    const placed = layOut(seats, { ...size, corner: where, ownRatio, focus, equal });
    return new Map(seats.map(({ key }, at) => [key, placed[at] ?? NOWHERE]));
  }, [size, corner, ownRatio, focus.join(), equal, keys]);
}
