import { assert, assertEquals } from "@std/assert";
import { loadSite } from "../../routes/build/site.ts";
import { readSource, sourcesOf } from "../harness/sources.ts";
import { missingTests } from "../harness/tests_in_doc.ts";

const doc = await readSource("docs/features.md");

/** Share by which a size may differ before the document has to say the new one. */
const TOLERANCE = 0.1;
/** Files of chunks that the build names in another way. */
const FILES: Readonly<Record<string, string>> = {
  background: "background_worker",
  noise: "noise_worklet",
  disk: "file_worker",
  recorder: "recording_worker",
};

/** Cells of the tables with so many columns, without their heads. */
const rows = (columns: number) =>
  doc.split("\n").filter((line) => /^\| (?!chunk |what |-)/.test(line))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()))
    .filter((cells) => cells.length === columns && !/^-+$/.test(cells[0] ?? ""));

const chunks = () => rows(4).filter(([, entry = ""]) => entry.startsWith("`")).filter(isSized);
const features = () => rows(4).filter((row) => !isSized(row));

function isSized([, , , size = ""]: readonly string[]): boolean {
  return /^\d+\.\d$/.test(size);
}

const path = (cell: string) => `client/${cell.replaceAll("`", "")}`;

Deno.test("features.md: each row names a test that is there, and a chunk", async () => {
  assert(features().length >= 36, `${features().length} rows`);
  const names = chunks().map(([name]) => name);
  assertEquals(features().filter((row) => !names.includes(row[2] ?? "")), []);
  assertEquals(features().filter((row) => !/` “/.test(row[3] ?? "")), []);
  assertEquals(await missingTests(doc), []);
});

Deno.test("features.md: each module comes with the chunk of its row, and not before", async () => {
  const imports = await staticImports();
  const first = reached(imports, "client/main.tsx");
  const wrong = features().filter(([, where = "", chunk]) => {
    const entry = chunks().find(([name]) => name === chunk)?.[1] ?? "";
    const isThere = reached(imports, path(entry)).has(path(where));
    return !isThere || (chunk !== "page" && first.has(path(where)));
  });
  assertEquals(wrong.map(([what, where, chunk]) => [what, where, chunk]), []);
});

Deno.test("features.md: each chunk weighs what the document says", async () => {
  const site = await loadSite("");
  const script = /src="\/assets\/([^"]+)"/.exec(new TextDecoder().decode(site.page.identity))?.[1];
  const wrong = chunks().flatMap(([name = "", , , size = ""]) => {
    const file = FILES[name] ?? name;
    const found = [...site.assets].find(([asset]) =>
      name === "page" ? asset === script : asset.replace(/-[^-]*\.js$/, "") === file
    )?.[1];
    const asset = name === "worker" ? site.kept?.worker : found;
    const weight = (asset?.br ?? asset?.identity)?.length ?? 0;
    const told = (weight / 1000).toFixed(1);
    return Math.abs(Number(size) * 1000 - weight) <= Math.max(100, TOLERANCE * weight)
      ? []
      : [`${name}: ${told} kB, not ${size}`];
  });
  assertEquals(wrong, []);
});

/** Modules that each source of the page imports at once, types not counted. */
async function staticImports(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for await (const path of sourcesOf(["client/"])) {
    const text = await readSource(path);
    const targets = text.matchAll(/^(?:import|export)\s(?!type\b)(?:[^;"]*?from\s)?"(\.[^"]+)"/gm);
    found.set(
      path,
      [...targets].map(([, target = ""]) => new URL(target, `file:///${path}`).pathname.slice(1)),
    );
  }
  return found;
}

function reached(imports: ReadonlyMap<string, readonly string[]>, entry: string): Set<string> {
  const found = new Set([entry]);
  for (const one of found) for (const next of imports.get(one) ?? []) found.add(next);
  return found;
}
