import type { ChatLine } from "../../state/call_state.ts";

/** Words that a saved chat needs. */
export interface ChatTextWords {
  /** Name of a person who has given none. */
  readonly guest: string;
  readonly you: string;
  readonly file: string;
  readonly passedOn: (by: string) => string;
  /** Mark of a line that somebody has written who watches. */
  readonly watches: string;
}

/** Whatever ends a line in some program (Unicode UAX #14), and characters that control terminals. */
const LINE_ENDS = /\r\n|[\n\v\f\r\x85\u2028\u2029]/;
const CONTROLS = /(?!\t|\n)\p{Cc}/gu;

/**
 * Text of a chat: a line for each, with its time. What is said on further lines is indented, so that
 * nobody's text looks like a line of somebody else.
 */
export function chatText(
  room: string,
  chat: readonly ChatLine[],
  words: ChatTextWords,
): string {
  const lines = chat.map(({ at, name, mine, text, file, earlier, viewer }) => {
    const mark = viewer ? words.watches : earlier && words.passedOn(earlier.by || words.guest);
    const by = mark ? ` (${mark})` : "";
    const who = (name || (mine ? words.you : words.guest)) + by;
    const said = file ? `[${words.file}] ${text}` : text;
    const indented = said.split(LINE_ENDS).join("\n    ").replace(CONTROLS, "");
    return `${timeOf(at)} ${who}: ${indented}\n`;
  });
  return `${room}\n\n${lines.join("")}`;
}

/** Name of the file: the room, and the time of the newest line. */
export function chatFileName(room: string, chat: readonly ChatLine[]): string {
  const newest = timeOf(chat.at(-1)?.at ?? 0).replace(" ", "-").replace(":", "");
  return `${room.replace(/[^\p{L}\p{N}-]/gu, "_")}-${newest}.txt`;
}

/** Local time as `2026-11-26 21:30`. */
function timeOf(at: number): string {
  const time = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
