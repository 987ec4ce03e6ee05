import type { CallState, ChatLine } from "../../../../client/state/call_state.ts";
import type { FileProgress, FileTransfer } from "../../../../client/state/files.ts";
import type { Shot } from "./shot.ts";

const MB_BYTES = 1_000_000;

/** Files in every situation: name, size, how far they are, and whose they are. */
const FILES: readonly (readonly [string, number, boolean, readonly FileProgress[]])[] = [
  ["plan.pdf", 1.4 * MB_BYTES, false, [{ is: "offered" }]],
  ["会议记录 2026-11.docx", 64 * MB_BYTES, false, [{ is: "moving", bytes: 27 * MB_BYTES }]],
  ["holiday.mp4", 1800 * MB_BYTES, false, [{ is: "done", href: "#" }]],
  [
    "a-name-that-somebody-has-typed-in-one-evening-and-that-does-not-end-before-its-extension.tar.gz",
    3200,
    true,
    [{ is: "moving", bytes: 1100 }, { is: "offered" }, {
      is: "ended",
      why: { code: "declined", mine: false },
    }],
  ],
  ["slides.key", 12 * MB_BYTES, true, [{ is: "missing" }]],
  ["notes.txt", 0, true, [{ is: "ended", why: { code: "unreadable", mine: true } }]],
];
const NAMES = ["Ann", "李小明", "עדה לאבלייס"];

/** State of a chat with files in it. */
export function fileState(): Pick<CallState, "chat" | "files"> {
  const transfers = FILES.map(([name, size, mine, progress], at): FileTransfer => ({
    key: `f${at}`,
    name,
    size,
    mine,
    parties: progress.map((one, at) => ({ id: `p${at}`, name: NAMES[at] ?? "", progress: one })),
  }));
  const chat = transfers.map(({ key, name, mine }, at): ChatLine => ({
    key,
    from: mine ? "me" : "p0",
    name: mine ? "Mia" : "Ann",
    mine,
    text: name,
    at: Date.UTC(2026, 4, 3, 10, 20 + at),
    pending: false,
    file: true,
  }));
  return { chat, files: { transfers, offer() {}, accept() {}, stop() {}, restore() {} } };
}

const CHAT = ["[data-do=chat]"];
const PEOPLE = [...CHAT, "[data-do=tab-people]"];
const shot = (tag: string, more: Omit<Shot, "group" | "scene" | "name">): Shot => {
  return { group: "files", scene: "files", name: `files-${tag}`, ...more };
};

/** Photographs of files. */
export const fileShots: readonly Shot[] = [
  shot("desk", { width: 1280, height: 1300, steps: CHAT }),
  shot("desk-light-zh", { width: 1280, height: 1300, dark: false, lang: "zh-CN", steps: CHAT }),
  shot("phone", { width: 390, height: 844, steps: CHAT }),
  shot("phone-light-hant", {
    width: 390,
    height: 844,
    dark: false,
    lang: "zh-Hant",
    steps: CHAT,
  }),
  shot("tiny", { width: 320, height: 640, steps: CHAT }),
  shot("people", { width: 390, height: 844, steps: PEOPLE }),
  shot("people-desk", { width: 1280, height: 800, steps: PEOPLE }),
  shot("forced", { width: 1280, height: 1300, forced: true, axe: false, steps: CHAT }),
];
