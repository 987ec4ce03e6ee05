import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Actions, DeviceActions, Levels } from "../../state/actions.ts";
import type { CallState, Room as Place } from "../../state/call_state.ts";
import { TextButton } from "../controls/button.tsx";
import { Icon } from "../controls/icons.tsx";
import type { LoadDeferredParts } from "./deferred_parts.ts";
import { useLazy } from "../controls/lazy.ts";
import { useWords } from "../i18n/language.ts";
import { Voice } from "../controls/video.tsx";
import { allPlay, playAll, REFUSED } from "../controls/playback.ts";
import { Notices } from "../notices/notice.tsx";
import type { PanelName } from "../controls/panel_name.ts";
import { Stage } from "../stage/stage.tsx";
import { Toolbar } from "../controls/toolbar.tsx";

/** The call: the stage, and what floats over it. */
export function CallScreen(props: {
  state: CallState;
  actions: Actions;
  levels: Levels;
  loadParts: LoadDeferredParts;
  room: Place;
}) {
  const { state, actions, levels, loadParts, room } = props;
  const words = useWords();
  const root = useRef<HTMLElement>(null);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const alone = state.participants.length === 0;
  const [idle, setIdle] = useState(false);
  const nobody = alone && state.signaling === "open";
  const parts = useLazy(loadParts, "deferred", nobody || panel !== null || state.alarm !== null);
  const {
    Alerts,
    CallFeedback,
    EmptyCall,
    AutoHide,
    LockBadge,
    DeviceErrorCard,
    CallShortcuts,
    ReactionButton,
    ShownHeightsReport,
  } = parts ?? {};
  usePlayback(root, actions.devices, state.me);
  const toggle = (name: PanelName) => setPanel((now) => now === name ? null : name);

  const look = lookOf({ panel, alone, idle });
  return (
    <main class={look} aria-label={words.screen.call} ref={root} translate={false}>
      <Stage {...{ state, actions, levels, parts }} onPanel={toggle} />
      <Corner
        room={room}
        open={panel === "safety"}
        badge={LockBadge && <LockBadge lock={state.lock} />}
        onPress={() => toggle("safety")}
      />
      <Notices state={state} />
      {ShownHeightsReport && <ShownHeightsReport state={state} />}
      {AutoHide && <AutoHide room={root} held={panel !== null || alone} onIdle={setIdle} />}
      {CallShortcuts && (
        <CallShortcuts
          state={state}
          actions={actions}
          onClose={() => setPanel(null)}
          onToggle={toggle}
        />
      )}
      {CallFeedback && <CallFeedback {...{ state, actions, levels, panel }} onPanel={toggle} />}
      {Alerts && <Alerts state={state} actions={actions} />}
      {DeviceErrorCard && !panel && <DeviceErrorCard state={state} actions={actions.devices} />}
      {EmptyCall && alone && !panel && (
        <EmptyCall state={state} room={room} actions={actions.room} />
      )}
      {state.soundBlocked && <HearButton actions={actions.devices} />}
      <Toolbar state={state} actions={actions} panel={panel} onPanel={toggle}>
        {ReactionButton && <ReactionButton panel={panel} onPanel={toggle} />}
      </Toolbar>
      {parts && <parts.Panels {...{ parts, panel, room, state, actions }} onPanel={setPanel} />}
      {state.participants.map(({ id, voice }) =>
        voice && (
          <Voice
            key={id}
            stream={voice}
            speaker={state.selected.audiooutput}
            onRefused={actions.devices.speakerRefused}
          />
        )
      )}
    </main>
  );
}

/** Classes of the whole screen. */
function lookOf(now: { panel: PanelName | null; alone: boolean; idle: boolean }): string {
  const { panel, alone, idle } = now;
  return [
    "room",
    panel && "with-panel",
    (panel === "chat" || panel === "people") && "with-talk",
    alone && "alone",
    idle && "idle",
  ].filter(Boolean).join(" ");
}

/** Name of the room, which opens the panel on encryption. */
function Corner(props: {
  room: Place;
  open: boolean;
  badge: ComponentChildren;
  onPress: () => void;
}) {
  const { room, open, badge, onPress } = props;
  const words = useWords();
  return (
    <button
      type="button"
      class="corner"
      data-do="lock"
      aria-expanded={open}
      title={words.safety}
      onClick={onPress}
    >
      <Icon name={room.open ? "open" : "lock"} />
      <bdi class="name">{room.name}</bdi>
      {badge}
      <span class="unseen">{words.safety}</span>
    </button>
  );
}

/** Plays what the browser has refused to play without a gesture. */
function HearButton({ actions }: { actions: DeviceActions }) {
  const words = useWords();
  return (
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
  );
}

/** Tells when the browser refuses to play, and plays on what a phone call has paused. */
function usePlayback(
  root: RefObject<HTMLElement | null>,
  actions: DeviceActions,
  me: CallState["me"],
): void {
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
  const held = me.mic.is === "muted" || me.camera.is === "muted";
  useEffect(() => {
    if (!held) playAll();
  }, [held]);
}
