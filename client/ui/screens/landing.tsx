import { useState } from "preact/hooks";
import type { Actions } from "../../state/actions.ts";
import { IconButton, TextButton } from "../controls/button.tsx";
import { CheckLink } from "../controls/check_link.tsx";
import { Icon } from "../controls/icons.tsx";
import { PageHeader } from "../controls/page_header.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import { forgetRoom, recentRooms } from "../../platform/recent_rooms.ts";
import { deviceStorage } from "../../platform/storage.ts";

/** The first page: one sentence, one action, one field. */
export function Landing({ actions }: { actions: Actions }) {
  const more = useDeferredWords();
  return (
    <main class="landing">
      <PageHeader />
      <div class="middle">
        <Faces />
        <h1>{more.sentence}</h1>
        <TextButton
          does="start"
          label={more.start}
          look="accent large"
          onPress={actions.startCall}
        />
        <RoomField actions={actions} />
        <Recent />
      </div>
      <footer>
        <Icon name="lock" />
        <p>{more.privacy}</p>
        <CheckLink />
      </footer>
    </main>
  );
}

function RoomField({ actions }: { actions: Actions }) {
  const more = useDeferredWords();
  const [bad, setBad] = useState(false);
  return (
    <form
      class="open-room"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.querySelector("input");
        if (field && !actions.openRoom(field.value)) {
          setBad(true);
          field.focus();
        }
      }}
    >
      <div class="joined">
        <input
          id="room-name"
          dir="auto"
          maxLength={80}
          placeholder={more.roomName}
          aria-label={more.roomName}
          aria-invalid={bad}
          aria-describedby={bad ? "room-name-bad" : undefined}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="go"
          onInput={() => setBad(false)}
        />
        <TextButton does="open" label={more.openRoom} look="quiet" />
      </div>
      <p id="room-name-bad" class="bad" role="alert">{bad ? more.roomNameBad : ""}</p>
    </form>
  );
}

function Recent() {
  const more = useDeferredWords();
  const [rooms, setRooms] = useState(() => recentRooms(deviceStorage()));
  if (rooms.length === 0) return null;
  return (
    <section class="recent" aria-label={more.recent}>
      <h2>{more.recent}</h2>
      <ul>
        {rooms.map(({ name, href }) => (
          <li key={href}>
            <a href={href}>
              <bdi class="name">{name}</bdi>
            </a>
            <IconButton
              does="forget"
              icon="close"
              label={more.forget(name)}
              look="plain"
              onPress={() => setRooms(forgetRoom(deviceStorage(), href))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Faces() {
  return (
    <svg class="faces" viewBox="0 0 240 144" aria-hidden="true">
      <use href="#i-faces" />
    </svg>
  );
}
