import { assertEquals, assertMatch } from "@std/assert";
import { checkout } from "../harness/checkout.ts";
import { fromFileUrl } from "../harness/paths.ts";

/** Files that the page of a server names, each with the status of its answer. */
async function namedFiles(address: string): Promise<[string, number][]> {
  const html = await (await fetch(address)).text();
  const names = [...html.matchAll(/\/assets\/[^"]+/g)].map(([name]) => name);
  return await Promise.all(names.map(async (name): Promise<[string, number]> => {
    const { status, body } = await fetch(new URL(name, address));
    await body?.cancel();
    return [name, status];
  }));
}

Deno.test("Build: build, start: under a path with a space and Chinese, and a build that was cut short is made in memory", async () => {
  await using copy = await checkout("面对面 and more");
  const built = await copy.task("build");
  assertEquals(built.code, 0, built.said);
  const manifests = [...Deno.readDirSync(new URL("dist/", copy.url))]
    .map(({ name }) => name).filter((name) => /^build-.*\.json$/.test(name));
  assertEquals(manifests.length, 1);
  {
    await using server = await copy.serve({});
    const files = await namedFiles(server.address);
    assertEquals(files.filter(([, status]) => status !== 200), []);
    assertEquals(server.errors(), "");
  }
  const manifest = new URL(`dist/${manifests[0]}`, copy.url);
  await Deno.truncate(fromFileUrl(manifest), 1000);
  await using server = await copy.serve({});
  const files = await namedFiles(server.address);
  assertEquals([files.length > 2, files.filter(([, status]) => status !== 200)], [true, []]);
  assertMatch(server.errors(), /"level":"warn","event":"dist_unreadable"/);
  assertEquals(server.errors().trim().split("\n").length, 1);
});

Deno.test("dev: a change is built anew, under a path with a space and Chinese too", async () => {
  await using copy = await checkout("面对面 and more");
  await using server = await copy.serve({}, "dev");
  const page = async () => await (await fetch(server.address)).text();
  const before = await page();
  const style = new URL("static/style.css", copy.url);
  await Deno.writeTextFile(style, "p { color: blue }");
  await Promise.race([server.says(/^built$/m), server.logs(/Error|error/)]);
  assertEquals(await page() === before, false);
  assertEquals(/error/i.test(server.errors()), false, server.errors());
});
