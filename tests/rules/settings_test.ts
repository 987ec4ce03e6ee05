import { assertEquals } from "@std/assert";
import { type Setting, SETTINGS } from "../../config.ts";
import { compose, ROOT, shipped } from "../harness/deploy_files.ts";

const settings: readonly (readonly [string, Setting])[] = Object.entries(SETTINGS);
const names = settings.map(([name]) => name);
const list = names.join(",");

/** The default, as README shows it, and the limits that somebody could meet. */
function shown(setting: Setting): string {
  switch (setting.kind) {
    case "number": {
      const { fallback, min, max } = setting;
      const limits = max < 1e6 ? `, ${min} to ${max}` : min > 0 ? `, at least ${min}` : "";
      return `\`${fallback}\`${limits}`;
    }
    case "text":
      return setting.fallback;
  }
}

/** The cells of README's table of settings. */
async function table(file: string): Promise<string[][]> {
  const text = await Deno.readTextFile(new URL(file, ROOT));
  const rows = text.split("\n").filter((line) => /^\| `[A-Z_]+`\s+\|/.test(line));
  return rows.map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("SETTINGS: README's table has every name, default, limit and meaning, in this order", async () => {
  assertEquals(
    await table("README.md"),
    settings.map(([name, setting]) => [`\`${name}\``, shown(setting), setting.meaning]),
  );
});

Deno.test("SETTINGS: the Chinese table has the same names, and the same numbers", async () => {
  const numbers = (text = "") => (/^`\d/.test(text) ? text.match(/\d+/g) ?? [] : []).map(Number);
  const [theirs, ours] = [await table("README.zh-CN.md"), await table("README.md")];
  const facts = (rows: string[][]) => rows.map(([name, value]) => [name, ...numbers(value)]);
  assertEquals(facts(theirs), facts(ours));
  for (const [name, , meaning] of theirs) {
    assertEquals(/[\u4e00-\u9fff]/.test(meaning ?? ""), true, name);
  }
});

Deno.test("SETTINGS: tasks, image and unit may read these variables, and no others", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const places = {
    start: tasks.start.command,
    cluster: tasks.cluster.command,
    dev: tasks.dev.command,
    Dockerfile: shipped("Dockerfile"),
    unit: shipped("visavis.service"),
  };
  for (const [place, text] of Object.entries(places)) {
    assertEquals([...text.matchAll(/--allow-env=([\w,]+)/g)].map(([, one]: string[]) => one), [
      list,
    ], place);
  }
});

Deno.test("SETTINGS: compose and the example of an env file name no other variables", () => {
  const set = Object.keys(compose().services.app1?.environment ?? {});
  const commented = [...shipped("visavis.env.example").matchAll(/^#([A-Z_]+)=/gm)];
  const used = [...set, ...commented.map(([, name = ""]) => name)];
  assertEquals(used.filter((name) => !names.includes(name)), []);
});
