import { render } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Actions, Levels } from "../../state/actions.ts";
import type { CallState } from "../../state/call_state.ts";
import { IconButton } from "../controls/button.tsx";
import type { FloatingWindow } from "../controls/picture_in_picture.ts";
import type { FloatingShortcuts } from "../controls/shortcuts.ts";
import { CameraButton, ChatButton, MicButton } from "../controls/toolbar.tsx";
import { Language, useSpeech, useWords } from "../i18n/language.ts";
import type { ActiveSpeaker } from "../stage/active_speaker.ts";
import { layOut, type Place, type Seat } from "../stage/layout.ts";
import type { LevelRings } from "../controls/level_rings.ts";
import { portrayed, ScreenTile, Tile } from "../stage/tile.tsx";
import { floatingSeats } from "./floating_seats.ts";
import { copyStyle } from "./copy_style.ts";

interface Props {
  window: FloatingWindow;
  state: CallState;
  actions: Actions;
  levels: Levels;
  /** Follows who speaks. */
  ActiveSpeaker: typeof ActiveSpeaker;
  /** Shows how loud each voice is. */
  LevelRings: typeof LevelRings;
  /** Keys of the window. */
  Shortcuts: typeof FloatingShortcuts;
  /** Opens the chat in the page. */
  onChat: () => void;
}

/** The call in a window of its own, which is another document: a tree of its own, drawn from here. */
export function CallWindow(props: Props) {
  const { window } = props;
  const speech = useSpeech();
  const root = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const element = copyStyle(window, document);
    root.current = element;
    return () => render(null, element);
  }, [window]);
  useLayoutEffect(() => {
    if (!root.current) return;
    const drawn = (
      <Language.Provider value={speech}>
        <FloatingCall {...props} />
      </Language.Provider>
    );
    render(drawn, root.current);
  });
  return null;
}

function FloatingCall(props: Props) {
  const { window, state, actions, levels, ActiveSpeaker, LevelRings, Shortcuts } = props;
  const words = useWords();
  const stage = useRef<HTMLDivElement>(null);
  const size = useWindowSize(window, stage);
  const [speaker, setSpeaker] = useState<string | null>(null);
  const { seats, focus } = floatingSeats(state, speaker);
  const places = size && layOut(seats, {
    ...size,
    inset: { top: 0, right: 0, bottom: 0, left: 0 },
    corner: { right: true, bottom: true },
    ownRatio: 16 / 9,
    focus,
    equal: false,
  });
  const openChat = () => {
    props.onChat();
    // The page comes forward, since a person has pressed something in its window.
    globalThis.focus();
  };
  return (
    <main class="room floating" aria-label={words.screen.call} translate={false}>
      <div class={places ? "stage" : "stage unmeasured"} ref={stage}>
        {places && seats.map((seat, at) => {
          const place = places[at];
          return place && <SeatTile key={seat.key} {...{ seat, place, state }} />;
        })}
      </div>
      <div class="toolbar" role="group" aria-label={words.controls}>
        <MicButton state={state} actions={actions.devices} />
        <CameraButton state={state} actions={actions.devices} />
        <ChatButton unread={state.unread} onPress={openChat} />
        <IconButton
          does="leave"
          icon="leave"
          label={words.leave}
          look="danger"
          onPress={actions.room.leave}
        />
      </div>
      <ActiveSpeaker
        levels={levels}
        ids={state.participants.map(({ id }) => id)}
        onSpeaker={setSpeaker}
      />
      <Shortcuts window={window} actions={actions.devices} onChat={openChat} />
      <LevelRings levels={levels} root={window.document} />
    </main>
  );
}

/** The tile of one seat; none for a person who has just left. */
function SeatTile({ seat, place, state }: { seat: Seat; place: Place; state: CallState }) {
  const { me, participants, view } = state;
  const words = useWords();
  const { key, part } = seat;
  if (part === "me") {
    return (
      <Tile
        {...portrayed(me)}
        id="me"
        tone={me.id}
        name={words.you}
        face={me.name || words.you}
        place={place}
        connection="connected"
        order={0}
        mirrored={view.mirror}
        fit={undefined}
      />
    );
  }
  const person = participants.find(({ id }) => key === id || key === `${id} screen`);
  if (!person) return null;
  const { id, connection, screen } = person;
  const name = person.about.name || words.guest;
  if (part === "screen") {
    return screen && (
      <ScreenTile
        id={id}
        label={words.screenOf(name)}
        place={place}
        stream={screen}
        connection={connection}
      />
    );
  }
  return (
    <Tile
      {...portrayed(person)}
      id={id}
      tone={id}
      name={name}
      face={name}
      place={place}
      connection={connection}
      order={0}
      fit={view.fits[id]}
    />
  );
}

/** Size of an element that changes with its window; a hidden page observes no sizes. */
function useWindowSize(
  window: FloatingWindow,
  element: { readonly current: HTMLElement | null },
): { readonly width: number; readonly height: number } | null {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    const over = new AbortController();
    const measure = () => {
      const { current } = element;
      if (current) setSize({ width: current.offsetWidth, height: current.offsetHeight });
    };
    window.addEventListener("resize", measure, { signal: over.signal });
    measure();
    return () => over.abort();
  }, [window]);
  return size;
}
