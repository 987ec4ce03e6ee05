import { assert, assertEquals } from "@std/assert";
import { VERDICTS as MARKS } from "../../client/check/state.ts";
import { check } from "../../client/ui/i18n/en/check.ts";
import { failures } from "../../client/ui/i18n/en/failures.ts";

const root = new URL("../../", import.meta.url);
const doc = await Deno.readTextFile(new URL("docs/verdicts.md", root));
const [calls = "", checks = ""] = doc.split("## On the check page");
const rows = (text: string) =>
  text.split("\n").filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim().replaceAll("`", "")));

async function names(test: string, verdict: string): Promise<void> {
  if (test === "–") return;
  const source = await Deno.readTextFile(new URL(`tests/${test}`, root));
  assert(source.includes(verdict), `${test} has no ${verdict}`);
}

Deno.test("verdicts.md: it says of every verdict in a call what the page says", async () => {
  assertEquals(
    rows(calls).map(([verdict, why, help]) => [verdict, why, help === "–" ? "" : help]),
    Object.entries(failures).map(([verdict, { why, help }]) => [verdict, why, help]),
  );
  for (const [verdict = "", , , test = ""] of rows(calls)) {
    assert(test !== "–", `${verdict} has no test`);
    await names(test, verdict);
  }
});

Deno.test("verdicts.md: it has every verdict of the check page that is not good news", async () => {
  const { listen: _, ...says } = check.says;
  assertEquals(
    rows(checks).map(([verdict, text]) => [verdict, text]),
    Object.entries(says).filter(([verdict]) => MARKS[verdict as keyof typeof MARKS] !== "good")
      .map(([verdict, said]) => [
        verdict,
        typeof said === "string" ? said : said(NaN, NaN).replaceAll("NaN", "_n_"),
      ]),
  );
  for (const [verdict = "", , test = ""] of rows(checks)) await names(test, verdict);
});
