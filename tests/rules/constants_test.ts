import { assertEquals } from "@std/assert";
import { readSource, SOURCES, sourcesOf } from "../harness/sources.ts";

/** Ends of names that say what a number counts. */
const UNITS =
  /_(?:MS|S|SECONDS|DAYS|BYTES|CHARS|PX|LINES|KBPS|BITRATE|HEIGHT|PORT|FRAMES|HZ|STEPS|COUNT|UID|PER_SECOND)$/;
/** Larger numbers are times or sizes, unless they are counted by their names. */
const MIN_COUNT = 1000;

Deno.test("constants: a time or a size has its unit in its name", async () => {
  const found: string[] = [];
  for await (const path of sourcesOf([...SOURCES, "tests/"])) {
    for (const name of unitless(await readSource(path))) found.push(`${path} ${name}`);
  }
  assertEquals(found, []);
});

Deno.test("constants: planted ones without a unit are found, products as well", () => {
  const planted = [
    "const PATIENCE = 3000;",
    "export const MAX_AGE = 4 * 60_000;",
    "const WAIT_MS = 3000;",
    "const LOOKS = 30;",
    "const MAX_FRAME_BYTES = 64 * 1024;",
  ].join("\n");
  assertEquals(unitless(planted), ["PATIENCE", "MAX_AGE"]);
});

/** Names of large constants of a source that lack a unit. */
function unitless(text: string): string[] {
  const constant = /^(?:export )?const ([A-Z][A-Z0-9_]*) = (\d[\d_]*(?: \* \d[\d_]*)*);/gm;
  return [...text.matchAll(constant)].flatMap(([, name = "", value = ""]) => {
    const factors = value.split(" * ").map((one) => Number(one.replaceAll("_", "")));
    const number = factors.reduce((product, one) => product * one, 1);
    return number >= MIN_COUNT && !UNITS.test(name) ? [name] : [];
  });
}
