import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { Actions, CallState, Levels } from "../call/state.ts";
import { Ending } from "./ending.tsx";
import type { Late } from "./late.ts";
import { Landing } from "./landing.tsx";
import { keepLanguage, Language, recallLanguage } from "./language.ts";
import { Lobby } from "./lobby.tsx";
import { memory, rememberRoom } from "./recent.ts";
import { Room } from "./room.tsx";
import { type Lang, words } from "./words.ts";

/** The whole page for one state. */
export function App(props: { state: CallState; actions: Actions; levels: Levels; late: Late }) {
  const { screen, room, unread, wire } = props.state;
  const [lang, setLang] = useState(recallLanguage);
  const speech = useMemo(() => ({
    lang,
    words: words[lang],
    choose(lang: Lang) {
      keepLanguage(lang);
      setLang(lang);
    },
  }), [lang]);
  useLayoutEffect(() => {
    document.documentElement.lang = lang;
    Object.assign(document.body.dataset, { screen, wire });
    const { app } = words[lang];
    document.title = `${unread ? `(${unread}) ` : ""}${room ? `${room.name} · ` : ""}${app}`;
  }, [lang, screen, wire, room, unread]);
  useEffect(() => {
    if (screen === "call" && room) rememberRoom(memory(), room);
  }, [screen, room]);
  return (
    <Language.Provider value={speech}>
      <Shown {...props} />
    </Language.Provider>
  );
}

function Shown(
  { state, actions, levels, late }: {
    state: CallState;
    actions: Actions;
    levels: Levels;
    late: Late;
  },
) {
  const { screen, room } = state;
  if (screen === "landing") return <Landing actions={actions} />;
  if (screen === "lobby" && room) {
    return <Lobby state={state} actions={actions} levels={levels} room={room} />;
  }
  if (screen === "call" && room) {
    return <Room state={state} actions={actions} levels={levels} late={late} room={room} />;
  }
  return <Ending state={state} actions={actions} />;
}
