import type { Actions } from "../../state/actions.ts";
import type { CallState, Room as Place } from "../../state/call_state.ts";
import { Chat } from "./chat.tsx";
import type { LoadFileParts } from "./file_parts.ts";
import { LockSwitch } from "./lock_switch.tsx";
import { Invite } from "./invite.tsx";
import { isNarrow } from "../controls/reaction_button.tsx";
import { AskMute } from "./ask_mute.tsx";
import { SaveChat } from "./save_chat.tsx";
import { RecordingSettings } from "./recording_settings.tsx";
import { ReactionRow } from "./reaction_row.tsx";
import { LanguageMenu } from "../controls/language_menu.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { ConnectionStats } from "./connection_stats.tsx";
import { Panel } from "./panel.tsx";
import type { PanelName } from "../controls/panel_name.ts";
import { PersonVolume } from "./person_volume.tsx";
import { People } from "./people.tsx";
import { Encryption } from "./encryption.tsx";
import { Settings } from "./settings.tsx";
import { ShortcutSwitch } from "./shortcut_switch.tsx";
import { StudioSettings } from "./studio_settings.tsx";
import { Viewers } from "./viewers.tsx";
import { WatchLink } from "./watch_link.tsx";
import { ViewSettings } from "./view_settings.tsx";
import { CRAMPED, HandButton } from "../controls/toolbar.tsx";

/** The panel of this name, with what is in it. */
export function OpenPanel(props: {
  name: PanelName;
  room: Place;
  state: CallState;
  actions: Actions;
  loadFiles: LoadFileParts;
  onPanel: (panel: PanelName | null) => void;
}) {
  const { name, room, state, actions, loadFiles, onPanel } = props;
  const words = useWords();
  const more = useDeferredWords();
  const close = () => onPanel(null);
  if (isNumbers(name)) {
    return <PersonPanel id={name.slice(NUMBERS.length)} state={state} onClose={close} />;
  }
  switch (name) {
    case "chat":
    case "people":
      return (
        <Panel
          label={words[name]}
          look="talk"
          onClose={close}
          title={
            <>
              <Tabs name={name} count={state.participants.length + 1} onPanel={onPanel} />
              {name === "chat" && <SaveChat room={room} chat={state.chat} />}
            </>
          }
        >
          {name === "chat"
            ? <Chat state={state} actions={actions.call} loadFiles={loadFiles} />
            : (
              <>
                <People state={state} onPanel={onPanel} />
                <Viewers audience={state.audience} />
                <LockSwitch state={state} />
              </>
            )}
        </Panel>
      );
    case "reactions":
      return <ReactionPanel state={state} onClose={close} />;
    case "more":
      return <MorePanel room={room} state={state} actions={actions} onClose={close} />;
    case "shortcuts":
      return (
        <Panel
          label={more.shortcuts}
          onClose={close}
          title={<h2>{more.shortcuts}</h2>}
        >
          <div class="settings">
            <ShortcutSwitch />
          </div>
        </Panel>
      );
    case "safety":
      return (
        <Panel label={words.safety} onClose={close} title={<h2>{words.safety}</h2>}>
          <Encryption room={room} state={state} actions={actions.call} />
        </Panel>
      );
  }
}

/** Invitation, view, recording, devices and studio. */
function MorePanel(
  { room, state, actions, onClose }: {
    room: Place;
    state: CallState;
    actions: Actions;
    onClose: () => void;
  },
) {
  const words = useWords();
  const more = useDeferredWords();
  return (
    <Panel label={words.more} onClose={onClose} title={<h2>{words.more}</h2>}>
      {isNarrow() && <ReactionRow reactions={state.reactions} onDone={onClose} />}
      <h3>{more.invite}</h3>
      <Invite room={room} actions={actions.room} />
      <WatchLink room={room} audience={state.audience} />
      <h3>{more.view}</h3>
      <ViewSettings view={state.view} onView={actions.call.arrange} />
      <RecordingSettings recordings={state.recordings} />
      <h3>{words.devices}</h3>
      <Settings state={state} actions={actions} />
      <StudioSettings studio={state.studio} />
      <div class="row">
        <LanguageMenu />
        {matchMedia(CRAMPED).matches && <HandButton state={state} actions={actions.call} />}
      </div>
    </Panel>
  );
}

/** Six reactions to press. */
function ReactionPanel({ state, onClose }: { state: CallState; onClose: () => void }) {
  const { together } = useDeferredWords();
  return (
    <Panel
      label={together.reactions}
      look="reacting"
      onClose={onClose}
      title={<h2>{together.reactions}</h2>}
    >
      <ReactionRow reactions={state.reactions} />
    </Panel>
  );
}

/** Volume of one person, a request to mute, and the connection with them. */
function PersonPanel(props: { id: string; state: CallState; onClose: () => void }) {
  const { id, state, onClose } = props;
  const words = useWords();
  const more = useDeferredWords();
  const person = state.participants.find((one) => one.id === id);
  return (
    <Panel
      label={more.sound.person}
      onClose={onClose}
      title={<h2>{person?.about.name || words.guest}</h2>}
    >
      <AskMute person={person} requests={state.muteRequests} />
      <PersonVolume key={`${id} volume`} id={id} />
      <h3>{more.numbers}</h3>
      <ConnectionStats key={id} id={id} insight={state.diagnostics} />
    </Panel>
  );
}

const NUMBERS = "numbers:";

function isNumbers(name: PanelName): name is `numbers:${string}` {
  return name.startsWith(NUMBERS);
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
