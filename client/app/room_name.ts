const CONSONANTS = "bdfgklmnprstvz";
const VOWELS = "aeiou";

/** A room name that can be spoken: two made-up words. It is a label, the key is the secret. */
export function inventName(random: () => number): string {
  const pick = (letters: string) => letters.charAt(Math.floor(random() * letters.length));
  const syllable = () => pick(CONSONANTS) + pick(VOWELS);
  const word = () => syllable() + syllable();
  return `${word()}-${word()}`;
}
