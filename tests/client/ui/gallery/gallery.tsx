/** @jsxImportSource preact */
// Dev only: shows any screen with a made-up state. tests/client/ui/gallery/gallery.ts builds and photographs it.
import { h, render } from "preact";
import * as attention from "../../../../client/ui/notices/alerts.tsx";
import * as feedback from "../../../../client/ui/notices/call_feedback.tsx";
import * as alone from "../../../../client/ui/screens/empty_call.tsx";
import * as door from "../../../../client/ui/notices/waiting_room.tsx";
import * as ending from "../../../../client/ui/screens/ending.tsx";
import * as idle from "../../../../client/ui/controls/auto_hide.ts";
import * as keys from "../../../../client/ui/controls/shortcuts.ts";
import * as landing from "../../../../client/ui/screens/landing.tsx";
import * as mover from "../../../../client/ui/stage/drag_handle.tsx";
import * as speaker from "../../../../client/ui/stage/active_speaker.ts";
import * as flip from "../../../../client/ui/stage/camera_flip.tsx";
import * as tools from "../../../../client/ui/stage/tile_tools.tsx";
import * as screens from "../../../../client/ui/stage/screens.tsx";
import * as reactions from "../../../../client/ui/stage/tile_reactions.tsx";
import * as reacting from "../../../../client/ui/controls/reaction_button.tsx";
import * as files from "../../../../client/files.ts";
import * as panels from "../../../../client/ui/panels/panels.tsx";
import * as passing from "../../../../client/ui/notices/device_error_card.tsx";
import * as aside from "../../../../client/ui/stage/tile_status.tsx";
import * as recent from "../../../../client/platform/recent_rooms.ts";
import * as deviceErrors from "../../../../client/ui/notices/device_errors.tsx";
import * as levelRings from "../../../../client/ui/controls/level_rings.ts";
import * as shownHeights from "../../../../client/ui/stage/shown_heights.ts";
import * as settings from "../../../../client/ui/panels/settings.tsx";
import { Findings } from "../../../../client/ui/check/findings.tsx";
import { recallLanguage } from "../../../../client/ui/i18n/language.ts";
import { loadWords } from "../../../../client/ui/i18n/load_words.ts";
import { App } from "../../../../client/ui/screens/app.tsx";
import type { Actions } from "../../../../client/state/actions.ts";
import type { CallState } from "../../../../client/state/call_state.ts";
import { initialState } from "../../../../client/state/initial_state.ts";
import { adoptDrawings } from "../../../../client/ui/controls/adopt_drawings.ts";
import { adoptCheckStyle } from "../../../../client/ui/style/check_style.ts";
import { adoptDeferredStyle } from "../../../../client/ui/style/deferred_style.ts";
import { checks } from "./check_scenes.ts";
import { scenes } from "./scenes.ts";

declare global {
  /** Draws a scene; as the next state of the one that is drawn if `stays`. */
  var show: (scene: string, keep?: Partial<CallState>, stays?: boolean) => Promise<void>;
}

adoptDeferredStyle();
adoptDrawings();
adoptCheckStyle();

const did = (): void => {};
const actions: Actions = {
  room: {
    startCall: did,
    openRoom: () => false,
    join: did,
    leave: did,
    rejoin: did,
    goHome: did,
    answerLeaving: did,
    hideAddress: did,
    copyLink: did,
  },
  call: {
    setName: did,
    toggleHand: did,
    say: did,
    readChat: did,
    sasOf: () => Promise.resolve([1234, 5678, 9012]),
    verify: did,
    dismissAlarm: did,
    arrange(change) {
      const { view } = shown ?? initialState("");
      void show(drawn, { ...shown, view: { ...view, ...change(view) } });
    },
  },
  devices: {
    toggleMic: did,
    toggleCamera: did,
    talk: did,
    retry: did,
    toggleScreen: did,
    chooseDevice: did,
    askSpeaker: did,
    speakerRefused: did,
    setEffects: did,
    chooseBackground: did,
    soundRefused: did,
    soundAllowed: did,
  },
};

const levels = {
  of: (who: string) => who === "me" ? 0.25 : who === "p0" ? 0.3 : 0,
  microphone: () => null,
};

const parts = {
  ...attention,
  ...feedback,
  ...alone,
  ...ending,
  ...door,
  ...idle,
  ...keys,
  ...landing,
  ...mover,
  ...panels,
  loadFiles: () => Promise.resolve(files),
  ...passing,
  ...aside,
  ...recent,
  ...settings,
  ...deviceErrors,
  ...levelRings,
  ...shownHeights,
  ...speaker,
  ...flip,
  ...tools,
  ...screens,
  ...reactions,
  ...reacting,
};
/** The check page with findings that are made up. */
const checking = (scene: string) => ({
  Check: () =>
    h(Findings, {
      state: checks[scene]?.() ?? { stage: "idle", lines: [], picture: null },
      onBegin: did,
      onTone: did,
      onHeard: did,
      report: "visavis check",
      onCopy: () => Promise.resolve(),
    }),
});
let key = 0;
let drawn = "";
let shown: CallState | null = null;
globalThis.show = async (scene, keep, stays = false) => {
  const lang = recallLanguage();
  const words = await loadWords(lang, "words");
  const spoken = { lang, words, deferred: null, check: null };
  const made = scene in checks ? { ...initialState(""), screen: "check" } : scenes[scene]?.();
  const state = { ...made, ...keep } as CallState;
  [drawn, shown] = [scene, state];
  const loadParts = () => Promise.resolve(parts);
  const loadCheck = () => Promise.resolve(checking(scene));
  const root = document.getElementById("app");
  if (root) {
    // What the page says while nothing has been drawn.
    if (key === 0) root.replaceChildren();
    const props = { state, actions, levels, loadParts, loadCheck, spoken };
    if (!stays) key++;
    render(h("div", { key }, h(App, props)), root);
  }
};
