import { useState } from "preact/hooks";
import type { Actions } from "../call/state.ts";
import { IconButton, TextButton } from "./button.tsx";
import { Icon } from "./icons.tsx";
import { LanguageButton } from "./languages.tsx";
import { useWords } from "./language.ts";
import { forgetRoom, memory, recentRooms } from "./recent.ts";

/** The first page: one sentence, one action, one field. */
export function Landing({ actions }: { actions: Actions }) {
  const words = useWords();
  return (
    <main class="landing">
      <header>
        <p class="brand">
          <Emblem />
          {words.app}
        </p>
        <LanguageButton />
      </header>
      <div class="middle">
        <Faces />
        <h1>{words.sentence}</h1>
        <TextButton
          does="start"
          label={words.start}
          look="accent large"
          onPress={actions.startCall}
        />
        <RoomField actions={actions} />
        <Recent />
      </div>
      <footer>
        <Icon name="lock" />
        <p>{words.privacy}</p>
      </footer>
    </main>
  );
}

function RoomField({ actions }: { actions: Actions }) {
  const words = useWords();
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
          placeholder={words.roomName}
          aria-label={words.roomName}
          aria-invalid={bad}
          aria-describedby={bad ? "room-name-bad" : undefined}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="go"
          onInput={() => setBad(false)}
        />
        <TextButton does="open" label={words.openRoom} look="quiet" />
      </div>
      <p id="room-name-bad" class="bad" role="alert">{bad ? words.roomNameBad : ""}</p>
    </form>
  );
}

function Recent() {
  const words = useWords();
  const [rooms, setRooms] = useState(() => recentRooms(memory()));
  if (rooms.length === 0) return null;
  return (
    <section class="recent" aria-label={words.recent}>
      <h2>{words.recent}</h2>
      <ul>
        {rooms.map(({ name, href }) => (
          <li key={href}>
            <a href={href}>
              <bdi class="name">{name}</bdi>
            </a>
            <IconButton
              does="forget"
              icon="close"
              label={words.forget(name)}
              look="plain"
              onPress={() => setRooms(forgetRoom(memory(), href))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The mark: two people, face to face. */
export function Emblem() {
  return (
    <svg class="emblem" viewBox="0 0 32 32" aria-hidden="true">
      <use href="#i-emblem" />
    </svg>
  );
}

function Faces() {
  return (
    <svg class="faces" viewBox="0 0 240 144" aria-hidden="true">
      <use href="#i-faces" />
    </svg>
  );
}
