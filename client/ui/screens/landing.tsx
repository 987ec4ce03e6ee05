import { useState } from "preact/hooks";
import type { RoomActions } from "../../state/actions.ts";
import { IconButton, TextButton } from "../controls/button.tsx";
import { CheckLink } from "../controls/check_link.tsx";
import { Icon } from "../controls/icons.tsx";
import { PageHeader } from "../controls/page_header.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import { forgetRoom, recentRooms } from "../../platform/recent_rooms.ts";
import { deviceStorage } from "../../platform/storage.ts";

/** The first page: one sentence, one action, one field. */
export function Landing({ actions }: { actions: RoomActions }) {
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

function RoomField({ actions }: { actions: RoomActions }) {
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
      <clipPath id="c-far">
        <rect x="4" y="10" width="150" height="104" rx="18" />
      </clipPath>
      <clipPath id="c-near">
        <rect x="138" y="34" width="84" height="106" rx="18" />
      </clipPath>
      <g clip-path="url(#c-far)">
        <path class="wall-far" d="M4 10h150v104H4z" />
        <circle class="lamp" cx="32" cy="34" r="14" />
        <path class="body-far" d="M27 122c2-30 20-40 46-40s44 10 46 40z" />
        <path
          class="skin-far"
          d="M65 70h16v14c0 5-3 8-8 8s-8-3-8-8zM73 30c12 0 20 9 20 21s-8 25-20 25-20-13-20-25 8-21 20-21z"
        />
        <path
          class="hair-far"
          d="M51 54c-2-18 8-28 22-28s24 10 22 28c-3-10-8-15-14-16-8 4-20 4-26 6-2 2-3 6-4 10z"
        />
      </g>
      <rect class="gap" x="132" y="28" width="96" height="118" rx="24" />
      <g clip-path="url(#c-near)">
        <path class="wall-near" d="M138 34h84v106h-84z" />
        <path class="body-near" d="M142 146c1-26 14-34 38-34s37 8 38 34z" />
        <path class="hair-near" d="M157 104V76c0-14 10-22 23-22s23 8 23 22v28z" />
        <path
          class="skin-near"
          d="M173 102h14v12c0 4-3 7-7 7s-7-3-7-7zM180 64c10 0 17 8 17 18s-7 23-17 23-17-13-17-23 7-18 17-18z"
        />
        <path
          class="hair-near"
          d="M160 84c0-16 8-24 20-24s20 8 20 24c-8-2-14-7-17-13-4 6-13 12-23 13z"
        />
      </g>
    </svg>
  );
}
