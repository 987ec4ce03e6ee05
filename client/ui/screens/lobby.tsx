import type { Actions, Levels } from "../../state/actions.ts";
import type { CallState, Room } from "../../state/call_state.ts";
import type { Device } from "../../state/device.ts";
import { NameField } from "../controls/name_field.tsx";
import { TextButton } from "../controls/button.tsx";
import { useMedia } from "../controls/hooks.ts";
import { Icon } from "../controls/icons.tsx";
import type { DeferredParts } from "./deferred_parts.ts";
import { LanguageMenu } from "../controls/language_menu.tsx";
import { useWords } from "../i18n/language.ts";
import { Logo } from "../controls/logo.tsx";
import { isMirror, Picture } from "../controls/video.tsx";
import { CameraButton, MicButton } from "../controls/toolbar.tsx";

/** Before the call: how one looks and sounds, one's name, and the way in. */
export function Lobby(props: {
  state: CallState;
  actions: Actions;
  levels: Levels;
  room: Room;
  parts: DeferredParts | null;
}) {
  const { state, actions, levels, room, parts } = props;
  const { LevelRings, LobbyShortcuts, Settings } = parts ?? {};
  const words = useWords();
  const roomy = useMedia("(min-width: 900px)");
  const settings = Settings && <Settings state={state} actions={actions} />;
  return (
    <main class="lobby">
      {LobbyShortcuts && <LobbyShortcuts actions={actions} />}
      {LevelRings && <LevelRings levels={levels} />}
      <header>
        <button type="button" class="brand" data-do="home" onClick={actions.room.goHome}>
          <Logo />
          {words.app}
        </button>
        <LanguageMenu />
      </header>
      <div class="middle">
        <Preview state={state} actions={actions} parts={parts} />
        <form
          class="entry"
          onSubmit={(event) => {
            event.preventDefault();
            actions.room.join();
          }}
        >
          <h1>
            <bdi>{room.name}</bdi>
          </h1>
          <p class={room.open ? "open-note" : "note"}>
            <Icon name={room.open ? "open" : "lock"} />
            <span>
              {room.open && <b>{words.openTitle}</b>}{" "}
              {room.open ? words.openWarning : words.closedNote}
            </span>
          </p>
          <NameField
            id="name"
            name={state.me.name}
            onName={actions.call.setName}
            enterKey="go"
          />
          {!parts && state.incomplete && (
            <p class="note" role="status" data-incomplete>{words.incomplete}</p>
          )}
          <TextButton does="join" label={words.join} look="accent large" />
          {roomy ? settings : (
            <details>
              <summary>{words.more}</summary>
              {settings}
            </details>
          )}
        </form>
      </div>
    </main>
  );
}

function Preview(props: { state: CallState; actions: Actions; parts: DeferredParts | null }) {
  const { state, actions, parts } = props;
  const { CameraFlip, DeviceErrors } = parts ?? {};
  const words = useWords();
  const { me, view } = state;
  return (
    <section class="preview" aria-label={words.preview}>
      {me.picture
        ? (
          <Picture
            stream={me.picture}
            kind="picture"
            mirrored={view.mirror && isMirror(me.picture)}
          />
        )
        : <Instead device={me.camera} />}
      {DeviceErrors && <DeviceErrors state={state} actions={actions.devices} />}
      <div class="switches">
        <MicButton state={state} actions={actions.devices} />
        <CameraButton state={state} actions={actions.devices} />
        {CameraFlip && <CameraFlip state={state} actions={actions.devices} />}
      </div>
    </section>
  );
}

/** Words in the place of the own picture. */
function Instead({ device }: { device: Device }) {
  const words = useWords();
  switch (device.is) {
    case "starting":
      return <p class="instead quiet">{words.starting}</p>;
    case "off":
    case "on":
      return <p class="instead">{words.cameraOff}</p>;
    case "failed":
    case "muted":
    case "lost":
      return null;
  }
}
