/** @jsxImportSource preact */
// Dev only: shows any screen with a made-up state. tests/ui/gallery.ts builds and photographs it.
import { h, render } from "preact";
import * as attention from "../../client/ui/attention.tsx";
import * as alone from "../../client/ui/alone.tsx";
import * as door from "../../client/ui/door.tsx";
import * as ending from "../../client/ui/ending.tsx";
import * as idle from "../../client/ui/idle.ts";
import * as keys from "../../client/ui/keys.ts";
import * as landing from "../../client/ui/landing.tsx";
import * as mover from "../../client/ui/mover.tsx";
import * as panels from "../../client/ui/panels.tsx";
import * as passing from "../../client/ui/passing.tsx";
import * as aside from "../../client/ui/aside.tsx";
import * as recent from "../../client/ui/recent.ts";
import * as settings from "../../client/ui/settings.tsx";
import { Findings } from "../../client/ui/check/findings.tsx";
import { recallLanguage } from "../../client/ui/language.ts";
import { en } from "../../client/ui/words/en.ts";
import { zh } from "../../client/ui/words/zh.ts";
import { App } from "../../client/ui/app.tsx";
import type { Actions, CallState } from "../../client/call/state.ts";
import { blank } from "../../client/call/blank.ts";
import { checks } from "./check_scenes.ts";
import { scenes } from "./scenes.ts";

declare global {
  var show: (scene: string, keep?: Partial<CallState>) => void;
}

const did = (): void => {};
const actions: Actions = {
  startCall: did,
  openRoom: () => false,
  setName: did,
  join: did,
  leave: did,
  rejoin: did,
  goHome: did,
  toggleMic: did,
  toggleCamera: did,
  talk: did,
  retry: did,
  toggleScreen: did,
  chooseDevice: did,
  askSpeaker: did,
  speakerRefused: did,
  raiseHand: did,
  hideAddress: did,
  say: did,
  readChat: did,
  soundRefused: did,
  soundAllowed: did,
  copyLink: did,
  codeOf: () => Promise.resolve([1234, 5678, 9012]),
  verify: did,
  dismissAlarm: did,
};

const levels = { of: (who: string) => who === "me" ? 0.25 : who === "p0" ? 0.3 : 0 };

const parts = {
  ...attention,
  ...alone,
  ...ending,
  ...door,
  ...idle,
  ...keys,
  ...landing,
  ...mover,
  ...panels,
  ...passing,
  ...aside,
  ...recent,
  ...settings,
};
/** The check page with findings that are made up. */
const checking = (scene: string) => ({
  Check: () =>
    h(Findings, {
      state: checks[scene]?.() ?? { stage: "idle", lines: [], picture: null },
      onBegin: did,
      onTone: did,
      onHeard: did,
      onCopy: () => Promise.resolve(),
    }),
});
let key = 0;
globalThis.show = (scene, keep) => {
  const lang = recallLanguage();
  const spoken = { lang, words: lang === "en" ? en : zh };
  const made = scene in checks ? { ...blank(""), screen: "check" } : scenes[scene]?.();
  const state = { ...made, ...keep } as CallState;
  const late = () => Promise.resolve(parts);
  const loadCheck = () => Promise.resolve(checking(scene));
  const root = document.getElementById("app");
  if (root) {
    const props = { state, actions, levels, late, loadCheck, spoken };
    render(h("div", { key: key++ }, h(App, props)), root);
  }
};
