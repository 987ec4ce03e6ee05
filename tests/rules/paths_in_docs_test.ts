import { assertEquals } from "@std/assert";
import { ROOT } from "../harness/deploy_files.ts";

const DOCS = [
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "PROTOCOL.md",
  "README.md",
  "README.zh-CN.md",
  "SECURITY.md",
  "docs/scale.md",
  "docs/verdicts.md",
  "docs/hostile-input.md",
];
const FOLDERS = ["client/", "signaling/", "routes/", "protocol/", "tests/", "bench/", "deploy/"];

Deno.test("documents: every source file that they name is there, by the end of its path", async () => {
  const files = ["main.ts", "config.ts"];
  for (const folder of FOLDERS) for await (const path of sources(folder)) files.push(path);
  const missing: string[] = [];
  for (const doc of DOCS) {
    const text = await Deno.readTextFile(new URL(doc, ROOT));
    for (const [, path = ""] of text.matchAll(/`([\w./-]+\.tsx?)`/g)) {
      if (!files.some((one) => `/${one}`.endsWith(`/${path}`))) missing.push(`${doc}: ${path}`);
    }
  }
  assertEquals(missing, []);
});

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    if (isDirectory && name !== "node_modules") yield* sources(`${folder}${name}/`);
    else yield `${folder}${name}`;
  }
}
