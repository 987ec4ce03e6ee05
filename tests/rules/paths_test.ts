import { assertEquals } from "@std/assert";
import { ROOT } from "../harness/deploy_files.ts";

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    if (isDirectory && name !== "node_modules") yield* sources(`${folder}${name}/`);
    else if (/\.tsx?$/.test(name)) yield `${folder}${name}`;
  }
}

Deno.test("paths: no file's path is the pathname of its URL, where spaces and Chinese are escaped", async () => {
  const wrong: string[] = [];
  for (const folder of ["routes/", "signaling/", "bench/", "tests/"]) {
    for await (const path of sources(folder)) {
      const text = await Deno.readTextFile(new URL(path, ROOT));
      if (/new URL\([^()]*(?:ROOT|OUT|import\.meta\.url)\)\.pathname/.test(text)) wrong.push(path);
    }
  }
  assertEquals(wrong, []);
});
