import { DESK, PHONE, type Shot } from "./shot.ts";

/** Milliseconds until a call has its deferred parts; its controls go after three seconds more. */
const COMPLETE_MS = 2600;
const NUMBERS = [`wait:${COMPLETE_MS}`, "[data-do=numbers]"];
const CHINESE = { ...PHONE, lang: "zh-CN" } as const;

const shot = (name: string, scene: string, more: Omit<Shot, "group" | "scene" | "name">): Shot => {
  return { group: "docs", scene, name: `docs-${name}`, ...more };
};

/** Pictures of the documents: `gallery.ts docs` writes each to `docs/`, by its name after `docs-`. */
export const docsShots: readonly Shot[] = [
  shot("landing", "landing", { ...DESK, dark: false }),
  shot("lobby", "lobby", { ...DESK, dark: false }),
  shot("call-2", "two", { ...DESK, wait: COMPLETE_MS }),
  shot("call-5", "five", { ...DESK, wait: COMPLETE_MS }),
  shot("phone", "two", { width: 780, height: 1688, zoom: 2, touch: true, wait: COMPLETE_MS }),
  shot("numbers", "numbers", { ...DESK, steps: NUMBERS, wait: 6000 }),
  shot("numbers-phone", "numbers", { ...CHINESE, steps: NUMBERS, wait: 5000 }),
  shot("check", "check-bad", { ...DESK, height: 1300 }),
  shot("check-phone", "check-bad", { ...CHINESE, dark: false }),
];
