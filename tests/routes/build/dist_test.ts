import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { toFileUrl } from "../../harness/paths.ts";
import type { Site } from "../../../routes/assets.ts";
import { KEPT_MS, keptAssets, readDist, writeDist } from "../../../routes/build/dist.ts";
import { pack } from "../../../routes/build/pack.ts";

// Files carry the time of the system.
const NOW = Date.now();
const DAY_MS = 86_400_000;
const long = (text: string) => new TextEncoder().encode(text.repeat(100));

/** A build of one page and two files, the icon of which is the same in every build. */
async function site(version: string): Promise<Site> {
  return {
    page: await pack("index.html", long(`<!doctype html>${version}`)),
    kept: {
      worker: await pack("service_worker.js", long("worker;")),
      listing: await pack("build.json", long(`"${version}"`)),
    },
    assets: new Map([
      [`main-${version}.js`, await pack("main.js", long(`let ${version};`))],
      ["icon-1.svg", await pack("icon-1.svg", long("<svg/>"))],
    ]),
  };
}

/** An empty folder for builds. */
async function folder() {
  const path = await Deno.makeTempDir();
  const url = toFileUrl(`${path}/dist/`);
  return {
    url,
    names: () => [...Deno.readDirSync(url)].map(({ name }) => name).sort(),
    /** Makes a build look as if it had been made then. */
    made: async (source: string, time: number) => {
      const at = new Date(time);
      for (const { name } of Deno.readDirSync(url)) {
        if (name === `build-${source}.json` || name.includes(`-${source}`)) {
          await Deno.utime(new URL(name, url), at, at);
        }
      }
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

Deno.test("readDist: what was written is read back, for the same sources only", async () => {
  await using dist = await folder();
  const one = await site("one");
  assertEquals(await readDist("one", dist.url), null);
  await writeDist(one, "one", NOW, dist.url);
  assertEquals(await readDist("one", dist.url), one);
  assertEquals(await readDist("other", dist.url), null);
});

for (
  const [what, name, change] of [
    ["a manifest cut short", "build-one.json", (text: string) => text.slice(0, 50)],
    ["a manifest of something else", "build-one.json", () => "{}"],
    ["an empty script", "main-one.js", () => ""],
    ["a compressed script cut short", "main-one.js.br", (text: string) => text.slice(0, 5)],
    ["a missing page", null, null],
  ] as const
) {
  Deno.test(`readDist: ${what} is a build that cannot be read, until it is made anew`, async () => {
    await using dist = await folder();
    const one = await site("one");
    await writeDist(one, "one", NOW, dist.url);
    const page = dist.names().find((name) => /^index-.*\.html$/.test(name)) ?? "";
    if (name === null) await Deno.remove(new URL(page, dist.url));
    else {
      const file = new URL(name, dist.url);
      await Deno.writeTextFile(file, change(await Deno.readTextFile(file)));
    }
    await assertRejects(() => readDist("one", dist.url));
    await writeDist(one, "one", NOW, dist.url);
    assertEquals(await readDist("one", dist.url), one);
  });
}

Deno.test("writeDist: a build that fails leaves the last one as it was, and nothing half-written", async () => {
  await using dist = await folder();
  const one = await site("one");
  await writeDist(one, "one", NOW, dist.url);
  // Its last file cannot take its place.
  await Deno.mkdir(new URL("build-two.json", dist.url));
  await assertRejects(async () => await writeDist(await site("two"), "two", NOW, dist.url));
  assertEquals(await readDist("one", dist.url), one);
  assertEquals(dist.names().filter((name) => name.startsWith(".")), []);
  assertMatch(await Deno.readTextFile(new URL("index.html", dist.url)), /html>one/);
});

Deno.test("writeDist: a build stays for a week after the next one, and what both use for longer", async () => {
  await using dist = await folder();
  const [one, two, three] = [await site("one"), await site("two"), await site("three")];
  await writeDist(one, "one", NOW, dist.url);
  await dist.made("one", NOW - 30 * DAY_MS);
  // The first was in use until now, however old it is.
  await writeDist(two, "two", NOW, dist.url);
  assertEquals(await readDist("one", dist.url), one);
  await dist.made("two", NOW - KEPT_MS - 1);
  await writeDist(three, "three", NOW, dist.url);
  assertEquals(await readDist("one", dist.url), null);
  assertEquals(await readDist("two", dist.url), two);
  assertEquals(await readDist("three", dist.url), three);
  assertEquals(dist.names().filter((name) => name.startsWith("main-one")), []);
  for (const [name, what] of [["index.html", /html>three/], ["build.json", /^"three"/]] as const) {
    assertMatch(await Deno.readTextFile(new URL(name, dist.url)), what);
  }
});

Deno.test("keptAssets: files of other builds are found by name, and nothing else is", async () => {
  await using dist = await folder();
  let elapsed = 0;
  const find = keptAssets(() => elapsed, dist.url);
  assertEquals(await find("main-one.js"), null);
  const [one, two] = [await site("one"), await site("two")];
  await writeDist(one, "one", NOW, dist.url);
  await writeDist(two, "two", NOW, dist.url);
  // Names that nobody knows have the folder read once a second, however many are asked for.
  assertEquals(await find("main-one.js"), null);
  elapsed += 1000;
  for (const { assets } of [one, two]) {
    for (const [name, asset] of assets) assertEquals(await find(name), asset, name);
  }
  await Deno.writeTextFile(new URL("secret.js", dist.url), "unlisted");
  elapsed += 1000;
  for (
    const name of ["secret.js", "build-one.json", "index.html", "../deno.json", "main-one.js.br"]
  ) {
    assertEquals(await find(name), null, name);
  }
  await Deno.writeTextFile(new URL("main-one.js", dist.url), "broken");
  assertEquals(await find("main-one.js"), null);
  assert(await find("main-two.js"));
});
