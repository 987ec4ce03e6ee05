import { assertEquals } from "@std/assert";
import { readSource } from "../harness/sources.ts";

/** A part of a README, from one heading to the next. */
interface Section {
  readonly level: number;
  readonly commands: readonly string[];
  readonly settings: readonly string[];
  readonly figures: readonly string[];
}

Deno.test("README: both languages have the same sections, commands, settings and figures", async () => {
  const [english, chinese] = await Promise.all(["README.md", "README.zh-CN.md"].map(readSource));
  const [ours, theirs] = [sections(english ?? ""), sections(chinese ?? "")];
  assertEquals(theirs.map(({ level }) => level), ours.map(({ level }) => level));
  for (const [at, section] of ours.entries()) {
    assertEquals(theirs[at], section, `section ${at + 1}`);
  }
});

Deno.test("README: a command, a setting or a figure that one language lacks is found", () => {
  const text = "# A\n\nIt takes 4 to 17 s: `PORT`.\n\n    deno task start\n";
  const [whole] = sections(text);
  assertEquals(whole, {
    level: 1,
    commands: ["deno task start"],
    settings: ["PORT"],
    figures: ["17", "4"],
  });
  for (const part of ["17", "`PORT`", "    deno task start\n"]) {
    assertEquals(
      JSON.stringify(sections(text.replace(part, ""))[0]) === JSON.stringify(whole),
      false,
    );
  }
});

function sections(text: string): Section[] {
  const starts = [...text.matchAll(/^#{1,6} /gm)].map(({ index }) => index);
  return starts.map((start, at) => section(text.slice(start, starts[at + 1])));
}

function section(text: string): Section {
  const code = /^```[^]*?^```$|(?:^ {4}.*\n)+/gm;
  const prose = text.replace(code, "");
  return {
    level: /^#+/.exec(text)?.[0].length ?? 0,
    commands: [...text.matchAll(code)].flatMap(([block]) => commands(block)),
    settings: unique(prose.matchAll(/`([A-Z]+_?[A-Z_]{3,})`/g)),
    figures: unique(prose.matchAll(/(?<![\w.:/#-])(\d[\d.,]*\d|\d)(?![\w/]|\.\d)/g)),
  };
}

/** Lines of a block without comments, and without words that each language has its own of. */
function commands(block: string): string[] {
  return block.split("\n")
    .map((line) => line.replace(/\s#\s.*/, "").replace(/<[^>]*>|name=[^&\s]*/g, "…").trim())
    .filter((line) =>
      line !== "" && !/[✗\u4e00-\u9fff]|static-auth-secret differ|TURN_SECRET and/.test(line)
    );
}

function unique(found: Iterable<RegExpMatchArray>): string[] {
  return [...new Set([...found].map(([, word = ""]) => word))].sort();
}
