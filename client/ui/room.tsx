import { useRef, useState } from "preact/hooks";
import type { Actions, CallState, Levels, Room as Place } from "../call/state.ts";
import { TextButton } from "./button.tsx";
import { Chat } from "./chat.tsx";
import { Devices } from "./devices.tsx";
import { useLevels } from "./hooks.ts";
import { Icon } from "./icons.tsx";
import { useIdle } from "./idle.ts";
import { Invite } from "./invite.tsx";
import { useKeys } from "./keys.ts";
import { LanguageButton } from "./languages.tsx";
import { useWords } from "./language.ts";
import { Voice } from "./media.tsx";
import { Notices } from "./notice.tsx";
import { Panel, type PanelName } from "./panel.tsx";
import { People } from "./people.tsx";
import { Safety } from "./safety.tsx";
import { Stage } from "./stage.tsx";
import { canShareScreen, CRAMPED, HandButton, Toolbar } from "./toolbar.tsx";
import { PassingTroubles } from "./trouble.tsx";

/** The call: the stage, and what floats over it. */
export function Room(props: { state: CallState; actions: Actions; levels: Levels; room: Place }) {
  const { state, actions, levels, room } = props;
  const words = useWords();
  const root = useRef<HTMLElement>(null);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const alone = state.participants.length === 0;
  const idle = useIdle(root, panel !== null || alone);
  useLevels(levels);
  const toggle = (name: PanelName) => setPanel((now) => now === name ? null : name);
  useKeys({
    talk: actions.talk,
    press(key) {
      if (key === "escape" || key === "Escape") setPanel(null);
      else if (key === "m") actions.toggleMic();
      else if (key === "v") actions.toggleCamera();
      else if (key === "s" && canShareScreen()) actions.toggleScreen();
      else if (key === "h") actions.raiseHand(!state.me.hand);
      else if (key === "c") toggle("chat");
    },
  });

  const talk = panel === "chat" || panel === "people";
  const look = [
    "room",
    panel && "with-panel",
    talk && "with-talk",
    alone && "alone",
    idle && "idle",
  ].filter(Boolean).join(" ");
  return (
    <main class={look} aria-label={words.screen.call} ref={root}>
      <Stage state={state} levels={levels} />
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
        <span class="unseen">{words.safety}</span>
      </button>
      <Notices state={state} />
      {!panel && <PassingTroubles me={state.me} actions={actions} />}
      {alone && !panel && (
        <section class="card" aria-label={words.invite}>
          <h2>{words.alone}</h2>
          <p>{words.aloneHint}</p>
          <Invite room={room} actions={actions} />
        </section>
      )}
      {state.soundBlocked && (
        <TextButton
          does="hear"
          icon="sound"
          label={words.hear}
          look="accent hear"
          onPress={() => {
            for (const audio of document.querySelectorAll("audio")) audio.play().catch(() => {});
            actions.soundAllowed();
          }}
        />
      )}
      <Toolbar state={state} actions={actions} panel={panel} onPanel={toggle} />
      {panel && (
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
          <Voice key={id} stream={voice} speaker={state.speaker} onRefused={actions.soundRefused} />
        )
      )}
    </main>
  );
}

function OpenPanel(props: {
  name: PanelName;
  room: Place;
  state: CallState;
  actions: Actions;
  onPanel: (panel: PanelName | null) => void;
}) {
  const { name, room, state, actions, onPanel } = props;
  const words = useWords();
  const close = () => onPanel(null);
  switch (name) {
    case "chat":
    case "people":
      return (
        <Panel
          label={words[name]}
          look="talk"
          onClose={close}
          title={<Tabs name={name} count={state.participants.length + 1} onPanel={onPanel} />}
        >
          {name === "chat"
            ? <Chat chat={state.chat} actions={actions} />
            : <People state={state} />}
        </Panel>
      );
    case "more":
      return (
        <Panel label={words.more} onClose={close} title={<h2>{words.more}</h2>}>
          <h3>{words.invite}</h3>
          <Invite room={room} actions={actions} />
          <h3>{words.devices}</h3>
          <Devices state={state} actions={actions} />
          <div class="row">
            <LanguageButton />
            {matchMedia(CRAMPED).matches && <HandButton state={state} actions={actions} />}
          </div>
        </Panel>
      );
    case "safety":
      return (
        <Panel label={words.safety} onClose={close} title={<h2>{words.safety}</h2>}>
          <Safety room={room} />
        </Panel>
      );
  }
}

function Tabs(props: { name: PanelName; count: number; onPanel: (panel: PanelName) => void }) {
  const { name, count, onPanel } = props;
  const words = useWords();
  const tabs = [["chat", words.chat], ["people", `${words.people} ${count}`]] as const;
  return (
    <div class="tabs" role="group">
      {tabs.map(([tab, label]) => (
        <button
          type="button"
          key={tab}
          data-do={`tab-${tab}`}
          aria-pressed={name === tab}
          onClick={() => onPanel(tab)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
