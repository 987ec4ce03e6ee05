import { flag, type Infer, object, text } from "../../../protocol/shape.ts";

/** Schema of what a member tells of itself: its name, and what it sends. */
export const about = object({
  name: text(256),
  mic: flag,
  camera: flag,
  screen: flag,
  hand: flag,
});

/** A member as it tells of itself over the data channel. */
export type About = Infer<typeof about>;

/** Description of a member that has told nothing yet. */
export const NO_ABOUT: About = {
  name: "",
  mic: false,
  camera: false,
  screen: false,
  hand: false,
};

/** The longest name, in code points. */
export const MAX_NAME_CHARS = 64;

/**
 * A name as it is shown: one line, no control characters, at most 64 code points in whole
 * graphemes (Unicode UAX #29); empty when nothing of it would be seen.
 */
export function cleanName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, " ").trim();
  const seen = line.replace(/[\p{Default_Ignorable_Code_Point}\u2800\p{M}\p{Z}]/gu, "");
  if (seen === "") return "";
  // Segmenting takes 15 ms the first time, and hardly a name is that long.
  if ([...line].length <= MAX_NAME_CHARS) return line;
  const signs = typeof Intl.Segmenter === "function"
    ? [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment)
    : [...line];
  let kept = "";
  for (const sign of signs) {
    if ([...kept + sign].length > MAX_NAME_CHARS) break;
    kept += sign;
  }
  return kept;
}
