import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Actions, Levels } from "../../state/actions.ts";
import type { CallState, Room as Place } from "../../state/call_state.ts";
import { TextButton } from "../controls/button.tsx";
import { useLevels } from "../controls/hooks.ts";
import { Icon } from "../controls/icons.tsx";
import type { LoadParts } from "./deferred_parts.ts";
import { useLazy } from "../controls/lazy.ts";
import { useWords } from "../i18n/language.ts";
import { Voice } from "../controls/video.tsx";
import { allPlay, playAll, REFUSED } from "../controls/playback.ts";
import { Notices } from "../notices/notice.tsx";
import type { PanelName } from "../controls/panel_name.ts";
import { Stage } from "../stage/stage.tsx";
import { Toolbar } from "../controls/toolbar.tsx";

/** The call: the stage, and what floats over it. */
export function Room(props: {
  state: CallState;
  actions: Actions;
  levels: Levels;
  late: LoadParts;
  room: Place;
}) {
  const { state, actions, levels, late, room } = props;
  const words = useWords();
  const root = useRef<HTMLElement>(null);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const alone = state.participants.length === 0;
  const [idle, setIdle] = useState(false);
  const nobody = alone && state.signaling === "open";
  const parts = useLazy(late, "deferred", nobody || panel !== null || state.alarm !== null);
  const { Attention, Alone, Idle, Locked, OpenPanel, PassingTroubles, RoomKeys } = parts ?? {};
  useLevels(levels);
  // Before the children play for the first time.
  useLayoutEffect(() => {
    const over = new AbortController();
    const { signal } = over;
    const { current } = root;
    current?.addEventListener(REFUSED, actions.soundRefused, { signal });
    // Media events do not bubble.
    current?.addEventListener("playing", () => {
      if (allPlay(current)) actions.soundAllowed();
    }, { signal, capture: true });
    return () => over.abort();
  }, [actions]);
  // A pull at the page must not load it anew in the middle of a call.
  useEffect(() => {
    const { style } = document.documentElement;
    style.overscrollBehavior = "none";
    return () => style.removeProperty("overscroll-behavior");
  }, []);
  // A phone call has ended: what it paused goes on.
  const held = state.me.mic.is === "muted" || state.me.camera.is === "muted";
  useEffect(() => {
    if (!held) playAll();
  }, [held]);
  const toggle = (name: PanelName) => setPanel((now) => now === name ? null : name);

  const talk = panel === "chat" || panel === "people";
  const look = [
    "room",
    panel && "with-panel",
    talk && "with-talk",
    alone && "alone",
    idle && "idle",
  ].filter(Boolean).join(" ");
  return (
    <main class={look} aria-label={words.screen.call} ref={root} translate={false}>
      <Stage state={state} levels={levels} parts={parts} onPanel={toggle} />
      <button
        type="button"
        class="corner"
        data-do="lock"
        aria-expanded={panel === "safety"}
        title={words.safety}
        onClick={() => toggle("safety")}
      >
        <Icon name={room.open ? "open" : "lock"} />
        <bdi class="name">{room.name}</bdi>
        {Locked && <Locked door={state.lock} />}
        <span class="unseen">{words.safety}</span>
      </button>
      <Notices state={state} />
      {Idle && <Idle room={root} held={panel !== null || alone} onIdle={setIdle} />}
      {RoomKeys && (
        <RoomKeys
          state={state}
          actions={actions}
          onClose={() => setPanel(null)}
          onToggle={toggle}
        />
      )}
      {Attention && <Attention state={state} actions={actions} />}
      {PassingTroubles && !panel && <PassingTroubles state={state} actions={actions} />}
      {Alone && alone && !panel && <Alone state={state} room={room} actions={actions} />}
      {state.soundBlocked && (
        <TextButton
          does="hear"
          icon="sound"
          label={words.hear}
          look="accent hear"
          onPress={() => {
            actions.soundAllowed();
            playAll();
          }}
        />
      )}
      <Toolbar state={state} actions={actions} panel={panel} onPanel={toggle} />
      {panel && OpenPanel && (
        <OpenPanel
          name={panel}
          room={room}
          state={state}
          actions={actions}
          onPanel={setPanel}
        />
      )}
      {state.participants.map(({ id, voice }) =>
        voice && (
          <Voice
            key={id}
            stream={voice}
            speaker={state.selected.audiooutput}
            onRefused={actions.speakerRefused}
          />
        )
      )}
    </main>
  );
}
