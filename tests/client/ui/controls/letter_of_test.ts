import { assertEquals } from "@std/assert";
import { letterOf } from "../../../../client/ui/controls/letter_of.ts";

Deno.test("letter_of: foreign letters count by their place, Latin ones and signs by what they say", () => {
  const pressed = [
    ["m", "KeyM", "m"],
    // French: the letter M is where others have a semicolon.
    ["m", "Semicolon", "m"],
    ["ь", "KeyM", "M"],
    ["μ", "KeyM", "M"],
    ["ㅡ", "KeyM", "M"],
    ["ㄩ", "KeyM", "M"],
    ["צ", "KeyM", "M"],
    ["?", "Digit7", "?"],
    [" ", "Space", " "],
    ["Escape", "Escape", "Escape"],
    ["ж", "Semicolon", "ж"],
  ] as const;
  for (const [key, code, letter] of pressed) assertEquals(letterOf({ key, code }), letter);
});
