import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { Actions, Levels } from "../../state/actions.ts";
import type { CallState } from "../../state/call_state.ts";
import { countNews } from "../../state/news.ts";
import type { LoadCheck } from "../check/lazy_check.tsx";
import { Incomplete } from "./incomplete.tsx";
import type { LoadDeferredParts } from "./deferred_parts.ts";
import { useLazy } from "../controls/lazy.ts";
import { keepLanguage, Language } from "../i18n/language.ts";
import type { Lang } from "../i18n/languages.ts";
import { Lobby } from "./lobby.tsx";
import { CallScreen } from "./call_screen.tsx";
import { controlLanguage, type Spoken } from "../i18n/language_control.ts";
import { loadWords } from "../i18n/load_words.ts";

/** The whole page for one state. */
export function App(props: {
  state: CallState;
  actions: Actions;
  levels: Levels;
  loadParts: LoadDeferredParts;
  loadCheck: LoadCheck;
  /** The language to begin with. */
  spoken: Spoken;
}) {
  const { screen, room, signaling } = props.state;
  const news = countNews(props.state);
  const [spoken, setSpoken] = useState(props.spoken);
  const { lang, words } = spoken;
  const control = useMemo(() => controlLanguage(props.spoken, loadWords, setSpoken), []);
  const speech = useMemo(() => ({
    ...spoken,
    ...control,
    choose(lang: Lang) {
      keepLanguage(lang);
      control.choose(lang);
    },
  }), [spoken]);
  useLayoutEffect(() => {
    document.documentElement.lang = lang;
    Object.assign(document.body.dataset, { screen, signaling });
    document.title = `${news ? `(${news}) ` : ""}${room ? `${room.name} · ` : ""}${words.app}`;
  }, [spoken, screen, signaling, room, news]);
  return (
    <Language.Provider value={speech}>
      <Shown {...props} />
    </Language.Provider>
  );
}

function Shown(
  { state, actions, levels, loadParts, loadCheck }: {
    state: CallState;
    actions: Actions;
    levels: Levels;
    loadParts: LoadDeferredParts;
    loadCheck: LoadCheck;
  },
) {
  const { screen, room } = state;
  const parts = useLazy(loadParts, "deferred", screen !== "call");
  if (screen === "lobby" && room) {
    return <Lobby {...{ state, actions, levels, room, parts }} />;
  }
  if (screen === "call" && room) {
    return (
      <CallScreen
        state={state}
        actions={actions}
        levels={levels}
        loadParts={loadParts}
        room={room}
      />
    );
  }
  if (!parts) return state.incomplete ? <Incomplete /> : null;
  const { Ending, Landing } = parts;
  return screen === "landing"
    ? <Landing actions={actions.room} />
    : <Ending state={state} actions={actions.room} loadCheck={loadCheck} />;
}
