import { assertEquals } from "@std/assert";
import { readSource, SOURCES, sourcesOf } from "../harness/sources.ts";

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
  "docs/client-faults.md",
  "docs/embedding.md",
  "docs/features.md",
  "docs/server-faults.md",
  "docs/set-up.md",
  "docs/live.md",
];

Deno.test("documents: every source file that they name is there, by the end of its path", async () => {
  const files = await Array.fromAsync(sourcesOf([...SOURCES, "tests/", "bench/"]));
  const missing: string[] = [];
  for (const doc of DOCS) {
    const text = await readSource(doc);
    for (const [, path = ""] of text.matchAll(/`([\w./-]+\.tsx?)`/g)) {
      if (!files.some((one) => `/${one}`.endsWith(`/${path}`))) missing.push(`${doc}: ${path}`);
    }
  }
  assertEquals(missing, []);
});
