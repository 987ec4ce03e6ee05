import { type Lang, LANGS } from "../../../../client/ui/i18n/languages.ts";
import type { Shot } from "./shot.ts";

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844, touch: true };
const SIDE = { width: 844, height: 390, touch: true };
const TINY = { width: 320, height: 640, touch: true };
const TABLET = { width: 768, height: 1024, touch: true };
const HUGE = { width: 1920, height: 1080 };

const rooms = [
  { name: "quiet-harbour-58", href: "https://call.example/#/quiet-harbour-58/x" },
  { name: "周一例会", href: "https://call.example/#/周一例会" },
  {
    name: "a-room-with-a-very-long-name-that-somebody-typed-in-one-evening",
    href: "https://x.example/#/a",
  },
];

type Part = Omit<Shot, "group" | "name" | "scene"> & { tag: string };

function shoot(group: string, scene: string, ...parts: Part[]): Shot[] {
  return parts.map(({ tag, ...part }) => ({
    group,
    scene,
    name: `${group}-${scene}-${tag}`,
    ...part,
  }));
}

const REMOVING = ["[data-do=chat]", "[data-do=tab-people]", "li:nth-child(3) [data-do=remove]"];
const PEOPLE = ["[data-do=chat]", "[data-do=tab-people]"];

const spoken = (lang: Lang, scene: string, ...steps: string[]): Shot[] =>
  shoot(
    "language",
    scene,
    { tag: `desk-${lang}`, ...DESK, lang, steps, sheet: 400 },
    { tag: `phone-${lang}`, ...PHONE, lang, steps, dark: false },
    { tag: `tiny-${lang}`, ...TINY, lang, steps },
  );

const views = (scene: string, group: string): Shot[] =>
  shoot(
    group,
    scene,
    { tag: "desk", ...DESK, sheet: 400 },
    { tag: "phone", ...PHONE },
    { tag: "side", ...SIDE, sheet: 300 },
  );

/** Windows as low or as narrow as zoom at 200 and 400 % makes them (WCAG 1.4.10). */
const LOW: Part[] = [[640, 400], [320, 256], [640, 240]].map(([width = 0, height = 0]) => {
  return { tag: `${width}x${height}`, width, height };
});

export const shots: Shot[] = [
  ...shoot("low", "lobby", ...LOW),
  ...shoot("low", "two", ...LOW, { tag: "tiny", width: 320, height: 200 }),
  ...shoot("low", "two", { tag: "more", width: 1280, height: 800, steps: ["[data-do=more]"] }),
  ...shoot("low", "two", { tag: "chat", width: 320, height: 256, steps: ["[data-do=chat]"] }),
  ...shoot(
    "landing",
    "landing",
    { tag: "desk-light", ...DESK, dark: false, sheet: 400 },
    { tag: "desk-dark-rooms", ...DESK, rooms, sheet: 400 },
    { tag: "phone-zh", ...PHONE, lang: "zh-CN", dark: false, rooms },
    { tag: "phone-dark", ...PHONE },
    { tag: "side", ...SIDE, rooms, sheet: 300 },
    { tag: "tiny-bad", ...TINY, dark: false, steps: ["#room-name", "type:a b", "key:Enter"] },
    { tag: "tiny-rooms", ...TINY, rooms },
    { tag: "tablet", ...TABLET, dark: false },
  ),
  ...shoot(
    "lobby",
    "lobby",
    { tag: "desk-light", ...DESK, dark: false, sheet: 400 },
    { tag: "phone", ...PHONE },
    { tag: "phone-light-zh", ...PHONE, dark: false, lang: "zh-CN" },
    { tag: "side", ...SIDE, sheet: 300 },
    { tag: "tiny", ...TINY },
    { tag: "tablet", ...TABLET, dark: false },
  ),
  ...shoot(
    "lobby",
    "lobby-denied",
    { tag: "desk", ...DESK, sheet: 400 },
    { tag: "phone-zh", ...PHONE, lang: "zh-CN" },
    { tag: "tiny", ...TINY },
    { tag: "side", ...SIDE, sheet: 300 },
  ),
  ...shoot(
    "lobby",
    "lobby-open",
    { tag: "phone", ...PHONE, dark: false },
    { tag: "desk-zh", ...DESK, dark: false, lang: "zh-CN", sheet: 400 },
  ),
  ...shoot("lobby", "lobby-mic", { tag: "phone", ...PHONE }),
  ...shoot("lobby", "lobby-off", { tag: "phone", ...PHONE, dark: false }),
  ...shoot("lobby", "lobby-starting", { tag: "phone", ...PHONE, wait: 1200 }),
  ...views("alone", "one"),
  ...shoot("one", "alone", { tag: "tiny-qr", ...TINY, steps: ["[data-do=qr]"], wait: 800 }),
  ...shoot("one", "alone-off", { tag: "desk-zh", ...DESK, lang: "zh-CN", sheet: 400 }),
  ...shoot("one", "alone", {
    tag: "desk-qr",
    ...DESK,
    steps: ["[data-do=qr]"],
    wait: 800,
    sheet: 400,
  }),
  ...shoot("muted", "lobby-muted", { tag: "phone", ...PHONE }, { tag: "desk", ...DESK }),
  ...shoot("muted", "lobby-system", { tag: "phone-light", ...PHONE, dark: false }),
  ...shoot(
    "muted",
    "two-muted",
    { tag: "phone", ...PHONE, wait: 2600 },
    { tag: "desk-light-zh", ...DESK, dark: false, lang: "zh-CN", wait: 2600 },
    { tag: "side", ...SIDE, wait: 2600 },
  ),
  ...shoot("muted", "two-busy", { tag: "phone-light", ...PHONE, dark: false, wait: 2600 }),
  ...views("alone-denied", "trouble"),
  ...views("two-denied", "trouble"),
  ...views("two", "two"),
  ...views("two-phone", "two"),
  ...shoot("two", "two-avatar", { tag: "phone", ...PHONE }, { tag: "desk", ...DESK, sheet: 400 }),
  ...shoot("two", "two", { tag: "huge", ...HUGE, sheet: 400 }, { tag: "tiny", ...TINY }),
  ...shoot("states", "two-poor", { tag: "desk", ...DESK, sheet: 400 }, { tag: "phone", ...PHONE }),
  ...shoot("states", "two-reconnecting", { tag: "desk", ...DESK, wait: 3400, sheet: 400 }),
  ...shoot("states", "two-reconnecting", { tag: "phone-zh", ...PHONE, lang: "zh-CN", wait: 3400 }),
  ...shoot("states", "two-connecting", { tag: "phone", ...PHONE }),
  ...shoot(
    "society",
    "removable",
    { tag: "desk", ...DESK, steps: REMOVING, sheet: 400 },
    { tag: "phone-zh", ...PHONE, lang: "zh-CN", steps: REMOVING },
    { tag: "tiny", ...TINY, steps: REMOVING },
  ),
  ...views("left-behind", "society"),
  ...shoot(
    "door",
    "lockable",
    { tag: "desk", ...DESK, steps: PEOPLE, sheet: 400 },
    { tag: "phone-zh", ...PHONE, lang: "zh-CN", steps: PEOPLE },
    { tag: "tiny", ...TINY, steps: PEOPLE },
  ),
  ...shoot(
    "door",
    "knocked",
    { tag: "desk", ...DESK, wait: 3000, sheet: 400 },
    { tag: "phone-zh", ...PHONE, lang: "zh-CN", wait: 3000 },
    { tag: "side", ...SIDE, wait: 3000 },
  ),
  ...shoot("door", "knocked-long", { tag: "tiny", ...TINY, wait: 3000 }),
  ...views("outside", "door"),
  ...shoot("door", "outside-no", { tag: "phone", ...PHONE }, { tag: "desk", ...DESK, sheet: 400 }),
  ...shoot("door", "outside-among", { tag: "phone", ...PHONE, wait: 3000 }),
  ...shoot("door", "locked-by", { tag: "desk", ...DESK, wait: 3000, sheet: 400 }),
  ...shoot("society", "moved-by", { tag: "desk", ...DESK, wait: 3000, sheet: 400 }),
  ...shoot("society", "moved-by", { tag: "phone-zh", ...PHONE, lang: "zh-CN", wait: 3000 }),
  ...shoot("society", "moving", { tag: "phone", ...PHONE, wait: 3000 }),
  ...shoot(
    "states",
    "two-failed",
    { tag: "phone", ...PHONE, wait: 3000 },
    { tag: "phone-zh", ...PHONE, lang: "zh-CN", wait: 3000 },
  ),
  ...shoot(
    "states",
    "three-failed",
    { tag: "desk", ...DESK, wait: 3000 },
    { tag: "phone", ...PHONE, wait: 3000 },
  ),
  ...shoot(
    "numbers",
    "numbers",
    { tag: "desk", ...DESK, steps: ["[data-do=numbers]"], wait: 6000 },
    { tag: "phone-zh", ...PHONE, lang: "zh-CN", steps: ["[data-do=numbers]"], wait: 5000 },
    { tag: "closed", ...DESK, wait: 3000 },
  ),
  ...shoot(
    "thin",
    "two-thin",
    { tag: "desk", ...DESK, wait: 3000, sheet: 400 },
    { tag: "light", ...DESK, dark: false, wait: 3000, sheet: 400 },
    { tag: "phone", ...PHONE, wait: 3000 },
    { tag: "tiny", ...TINY, wait: 3000 },
  ),
  ...shoot("thin", "two-heard", { tag: "phone-zh", ...PHONE, lang: "zh-CN", wait: 3000 }),
  ...shoot(
    "thin",
    "five-thin",
    { tag: "desk", ...DESK, wait: 3000, sheet: 400 },
    { tag: "phone", ...PHONE, wait: 3000 },
  ),
  ...shoot("states", "two-sharing", { tag: "desk", ...DESK, sheet: 400 }),
  ...shoot("states", "two-sharing", { tag: "phone", ...PHONE }),
  ...shoot("states", "blocked", { tag: "phone", ...PHONE }),
  ...shoot("states", "joined", { tag: "desk", ...DESK, sheet: 400 }, { tag: "phone", ...PHONE }),
  ...shoot("states", "eight-states", { tag: "desk", ...DESK, sheet: 400 }),
  ...shoot("states", "eight-states", { tag: "phone-zh", ...PHONE, lang: "zh-CN" }),
  ...shoot("states", "two", { tag: "idle", ...DESK, wait: 3600, sheet: 400 }),
  ...views("three", "many"),
  ...views("four", "many"),
  ...views("five", "many"),
  ...views("eight", "many"),
  ...shoot("many", "eight", { tag: "huge", ...HUGE, sheet: 400 }, { tag: "tiny", ...TINY }),
  ...shoot("many", "five", { tag: "tablet", ...TABLET }),
  ...views("share-two", "share"),
  ...views("share-five", "share"),
  ...views("share-eight", "share"),
  ...shoot(
    "panels",
    "chat",
    { tag: "desk", ...DESK, steps: ["[data-do=chat]"], sheet: 400 },
    { tag: "phone", ...PHONE, steps: ["[data-do=chat]"] },
    { tag: "side-zh", ...SIDE, lang: "zh-CN", steps: ["[data-do=chat]"], sheet: 300 },
    { tag: "people", ...PHONE, steps: ["[data-do=chat]", "[data-do=tab-people]"] },
    { tag: "more", ...DESK, steps: ["[data-do=more]"], sheet: 400 },
    {
      tag: "more-phone",
      ...PHONE,
      lang: "zh-CN",
      steps: ["[data-do=more]", "[data-do=qr]"],
      wait: 900,
    },
    { tag: "more-tiny", ...TINY, steps: ["[data-do=more]"] },
    { tag: "lock", ...DESK, steps: ["[data-do=lock]"], sheet: 400 },
    { tag: "lock-phone", ...PHONE, lang: "zh-CN", steps: ["[data-do=lock]"] },
  ),
  ...shoot("panels", "chat-empty", { tag: "phone", ...PHONE, steps: ["[data-do=chat]"] }),
  ...["left", "left-full", "bad-link", "insecure", "unsupported"].flatMap((scene, at) =>
    shoot(
      "end",
      scene,
      { tag: "phone", ...PHONE, dark: at % 2 === 0, lang: at % 2 ? "zh-CN" : "en" },
      { tag: "desk", ...DESK, dark: at % 2 === 1, sheet: 300 },
    )
  ),
  ...["check-idle", "check-running", "check-good", "check-bad"].flatMap((scene, at) =>
    shoot(
      "check",
      scene,
      { tag: "phone", ...PHONE, dark: at % 2 === 0, lang: at > 1 ? "zh-CN" : "en" },
      { tag: "desk", ...DESK, height: 1300, dark: at % 2 === 1, sheet: 400 },
    )
  ),
  ...shoot("check", "check-bad", { tag: "tall", ...PHONE, height: 1700, dark: false, sheet: 900 }),
  ...shoot("check", "check-bad", { tag: "tiny", ...TINY, height: 1900, sheet: 900 }),
  ...shoot("check", "check-good", { tag: "forced", ...DESK, forced: true, axe: false, sheet: 400 }),
  ...shoot(
    "settings",
    "lobby",
    { tag: "phone", ...PHONE, dark: false, steps: ["summary"] },
    { tag: "desk", ...DESK, sheet: 400 },
    { tag: "side", ...SIDE, steps: ["summary"], sheet: 300 },
  ),
  ...shoot("settings", "lobby-hidden", { tag: "zh", ...PHONE, lang: "zh-CN", steps: ["summary"] }),
  ...shoot("settings", "two", { tag: "more", ...PHONE, steps: ["[data-do=more]"] }),
  ...LANGS.flatMap((lang) => [
    ...spoken(lang, "landing"),
    ...spoken(lang, "lobby"),
    ...spoken(lang, "two", "[data-do=more]"),
    ...spoken(lang, "check-bad"),
  ]),
  ...shoot("access", "landing", { tag: "zoom", ...DESK, zoom: 2, dark: false, sheet: 400 }),
  ...shoot("access", "lobby", { tag: "zoom", ...DESK, zoom: 2, dark: false, sheet: 400 }),
  ...shoot("access", "three", { tag: "zoom", ...DESK, zoom: 2, sheet: 400 }),
  ...shoot("access", "landing", { tag: "forced", ...DESK, forced: true, axe: false, sheet: 400 }),
  ...shoot("access", "lobby", { tag: "forced", ...DESK, forced: true, axe: false, sheet: 400 }),
  ...shoot("access", "three", { tag: "forced", ...DESK, forced: true, axe: false, sheet: 400 }),
  ...shoot("access", "chat", {
    tag: "forced",
    ...DESK,
    forced: true,
    axe: false,
    steps: ["[data-do=chat]"],
    sheet: 400,
  }),
  ...shoot("access", "two", { tag: "focus-mover", ...DESK, steps: ["key:Tab"], sheet: 400 }),
  ...shoot("access", "two", {
    tag: "focus-lock",
    ...DESK,
    steps: ["key:Tab", "key:Tab"],
    sheet: 400,
  }),
  ...shoot("access", "two", {
    tag: "focus-mic",
    ...DESK,
    steps: ["key:Tab", "key:Tab", "key:Tab"],
    sheet: 400,
  }),
  ...shoot("access", "two", {
    tag: "moved",
    ...DESK,
    steps: ["key:Tab", "key:ArrowLeft", "key:ArrowUp"],
    wait: 700,
    sheet: 400,
  }),
];
