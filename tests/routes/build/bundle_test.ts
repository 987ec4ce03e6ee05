import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { LANGS } from "../../../client/ui/i18n/languages.ts";
import { FIRST_LOAD_BYTES, packSite } from "../../../routes/build/pack.ts";
import { loadSite, readSources, ROOT } from "../../../routes/build/site.ts";
import { fingerprint, readTree, type Tree } from "../../../routes/build/source_tree.ts";

const readPackage = (path: string) => Deno.readFile(new URL(path, ROOT));
const html = `<!doctype html><link rel="icon" href="/assets/icon.svg">
<link rel="manifest" href="/assets/app.webmanifest">
<link rel="stylesheet" href="/assets/style.css">
<script type="module" async src="/assets/main.js"></script>`;

function tree(changes: Record<string, string> = {}): Tree {
  const files = {
    "client/main.tsx": `import { render } from "preact"; import { two } from "./two.ts";
      render(<p title={two}>hello</p>, document.body); import("./lazy.ts");`,
    "client/two.ts": "export const two: string = '/assets/icon.svg';",
    "client/lazy.ts": "export const lazy = 'lazy '.repeat(9);",
    "static/style.css": "p { background: url(/assets/icon.svg) }",
    "static/icon.svg": "<svg/>",
    "static/app.webmanifest": '{"icons":[{"src":"/assets/icon.svg"}]}',
    "static/index.html": html,
    ...changes,
  };
  return new Map(
    Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]),
  );
}
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const message = (fault: unknown) => fault instanceof Error ? fault.message : "";

Deno.test("Bundle: the page names hashed files, all of which are there", async () => {
  const { page, assets } = await packSite(tree(), readPackage, FIRST_LOAD_BYTES);
  const body = text(page.identity);
  const named = [...body.matchAll(/\/assets\/([^"]+)"/g)].map(([, name = ""]) => name);
  assertEquals(named.map((name) => name.replace(/-[^.-]+\./, ".")), [
    "icon.svg",
    "app.webmanifest",
    "style.css",
    "main.js",
  ]);
  for (const name of named) assert(assets.has(name), name);
  const [icon = "", manifest = "", style = "", main = ""] = named;
  for (const name of [manifest, style, main]) {
    const content = text(assets.get(name)?.identity);
    assert(content.includes(`/assets/${icon}`), `${name} names the hashed icon`);
  }
  assertEquals(assets.get(main)?.type, "text/javascript; charset=utf-8");
  // The lazy part is a file of its own, by a hashed name.
  assertMatch(text(assets.get(main)?.identity), /import\("\.\/lazy-[A-Z0-9]+\.js"\)/);
});

Deno.test("Bundle: the page can name what it loads later", async () => {
  const late = await packSite(
    tree({
      "client/main.tsx": "import('./deferred.ts');",
      "client/deferred.ts": "export const late = 'late '.repeat(9);",
      "static/index.html": `${html}<div data-deferred="/assets/deferred.js"></div>`,
    }),
    readPackage,
    FIRST_LOAD_BYTES,
  );
  const [, name = ""] = /data-deferred="\/assets\/([^"]+)"/.exec(text(late.page.identity)) ?? [];
  assertMatch(text(late.assets.get(name)?.identity), /"late "/);
});

Deno.test("Bundle: a worker is a file of its own, and what names it names it by its hash", async () => {
  const { assets, page } = await packSite(
    tree({
      "client/platform/ticker_worker.ts": "setInterval(() => postMessage(0), 1);",
      "client/lazy.ts": "new Worker('/assets/ticker.js');",
    }),
    readPackage,
    FIRST_LOAD_BYTES,
  );
  const names = [...assets.keys()];
  const worker = names.find((name) => /^ticker-[A-Z0-9]+\.js$/.test(name)) ?? "none";
  assertMatch(text(assets.get(worker)?.identity), /^setInterval/);
  const lazy = names.find((name) => name.startsWith("lazy-")) ?? "none";
  assert(text(assets.get(lazy)?.identity).includes(`"/assets/${worker}"`));
  assertEquals(text(page.identity).includes("ticker"), false);
});

Deno.test("Bundle: script and stylesheet carry the SHA-384 of what is served, other tags none", async () => {
  const { page, assets } = await packSite(tree(), readPackage, FIRST_LOAD_BYTES);
  const body = text(page.identity);
  for (
    const [, name = "", integrity] of body.matchAll(/\/assets\/([^"]+)"(?: integrity="([^"]+)")?>/g)
  ) {
    const bytes = assets.get(name)?.identity ?? new Uint8Array();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes)).toBase64();
    const wanted = /\.(?:js|css)$/.test(name) ? `sha384-${digest}` : undefined;
    assertEquals(integrity, wanted, name);
  }
});

Deno.test("Bundle: the real page names its chunks before the script, which does not wait for the rest", async () => {
  const { page } = await loadSite("");
  const html = text(page.identity);
  const names = [...html.matchAll(/data-\w+="/g)].map(({ index }) => index);
  assert(names.length > 0 && Math.max(...names) < html.indexOf("<script"), html.slice(0, 2000));
});

Deno.test("Bundle: the real page names all chunks that come later, each of which imports the first load alone", async () => {
  const { page, assets } = await loadSite("");
  const html = text(page.identity);
  const first = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, name]) => name);
  const named = [...html.matchAll(/data-\w+="\/assets\/([^"]+)"/g)].map(([, name]) => name);
  const scripts = [...assets].filter(([name]) =>
    /\.js$/.test(name) && !/^ticker-|_work(?:er|let)-/.test(name)
  );
  assertEquals([...first, ...named].sort(), scripts.map(([name]) => name).sort());
  // A chunk that failed is loaded under another address, and what it imports would not be.
  for (const [name, { identity }] of scripts) {
    const imports = [...text(identity).matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map(([, one]) =>
      one
    );
    assertEquals(imports.filter((one) => !first.includes(one)), [], name);
  }
});

Deno.test("Bundle: a folder of words more is a language more: the page names its chunks by itself", async () => {
  const words = (name: string) => `export const ${name} = "${name} of this language";`;
  const { page, assets } = await packSite(
    tree({
      "client/ui/i18n/pt_br/words.ts": words("words"),
      "client/ui/i18n/pt_br/deferred.ts": words("deferred"),
      "client/ui/i18n/pt_br/check.ts": words("check"),
      "client/ui/i18n/pt_br/doctor.ts": words("doctor"),
      "static/index.html": `${html}<div data-all-words></div>`,
    }),
    readPackage,
    FIRST_LOAD_BYTES,
  );
  const [, named = ""] = /<div ([^>]*)>/.exec(text(page.identity)) ?? [];
  const chunks = [...named.matchAll(/data-(pt_br_(\w+))="\/assets\/(\1-\w+\.js)"/g)];
  assertEquals(chunks.map(([, , part]) => part).sort(), ["check", "deferred", "words"]);
  for (const [, , part, name = ""] of chunks) {
    assert(text(assets.get(name)?.identity).includes(`${part} of this language`), name);
  }
});

Deno.test("Bundle: what the page says without its script stands in it in every language, as text", async () => {
  const page = async (changes: Record<string, string>) => {
    const site = await packSite(tree(changes), readPackage, FIRST_LOAD_BYTES);
    return text(site.page.identity);
  };
  const words = {
    notFound: "none",
    lang: "en",
    description: "d",
    unloaded: 'a "b"',
    tooOld: "<b>",
    noScript: "",
  };
  const found = await page({
    "client/ui/i18n/en/static.json": JSON.stringify(words),
    "client/ui/i18n/zh_cn/static.json": JSON.stringify({ ...words, lang: "zh-CN", tooOld: "旧" }),
    "static/index.html": '<p title="{{unloaded}}">{{ tooOld }}</p>',
  });
  assertEquals(
    found,
    '<p title="a &#34;b&#34; a &#34;b&#34;">' +
      '<span lang="en">&#60;b&#62;</span><br><span lang="zh-CN">旧</span></p>',
  );
  const english = { "client/ui/i18n/en/static.json": JSON.stringify(words) };
  const odd = { ...english, "static/index.html": "<p>{{ other }}</p>" };
  assertMatch(message(await assertRejects(() => page(odd))), /^en has no sentence \{\{ other \}\}/);
  const bad = { "client/ui/i18n/en/static.json": '{"lang":"en"}' };
  assertMatch(message(await assertRejects(() => page(bad))), /^client.*static\.json lacks/);
});

Deno.test("Bundle: the real page for a path that leads nowhere says so in every language", async () => {
  const { assets } = await loadSite("");
  const [, page] = [...assets].find(([name]) => /^not_found-.*html$/.test(name)) ?? [];
  const html = text(page?.identity);
  assertMatch(html, /<a href="\/">/);
  const langs = [...html.matchAll(/<span lang="([^"]+)">[^<]+<\/span>/g)].map(([, lang]) => lang);
  assertEquals(langs.sort(), [...LANGS].sort());
});

Deno.test("Bundle: two builds of the real page are the same bytes", async () => {
  const sources = await readTree(ROOT, ["client", "protocol", "static"]);
  const [one, two] = [
    await packSite(sources, readPackage, FIRST_LOAD_BYTES),
    await packSite(sources, readPackage, FIRST_LOAD_BYTES),
  ];
  const tags = ({ page, assets }: typeof one) =>
    [["page", page] as const, ...assets].map((
      [name, { etag, br, gzip }],
    ) => [name, etag, br?.length, gzip?.length]);
  assertEquals(tags(one), tags(two));
  // Nothing of where it was built is inside, and no source map.
  for (const [name, { identity }] of one.assets) {
    const content = text(identity);
    assertEquals(content.includes(ROOT.pathname), false, name);
    assertEquals(/sourceMappingURL/.test(content), false, name);
  }
});

Deno.test("Bundle: any change of a source changes the names", async () => {
  const names = async (
    changes: Record<string, string>,
  ) => [...(await packSite(tree(changes), readPackage, FIRST_LOAD_BYTES)).assets.keys()];
  const before = await names({});
  assert(before.join() !== (await names({ "client/two.ts": "export const two = 'x'" })).join());
  assert(before.join() !== (await names({ "static/icon.svg": "<svg></svg>" })).join());
});

Deno.test("Bundle: too heavy a page is refused, with the figures", async () => {
  const said = message(await assertRejects(() => packSite(tree(), readPackage, 100)));
  assertMatch(said, /^over budget: \d+ of 100 bytes brotli \(page \d+, style \d+, script/);
});

const broken: [string, Record<string, string>, RegExp][] = [
  [
    "a syntax error names file and line",
    { "client/two.ts": "export const = 1" },
    /client\/two\.ts:1:\d+/,
  ],
  [
    "a missing file is named",
    { "client/two.ts": 'import "./gone.ts"' },
    /client\/gone\.ts does not exist/,
  ],
  ["an unknown package is an error", { "client/two.ts": 'import "nopackage"' }, /nopackage/],
  [
    "a package's inner file is an error",
    { "client/two.ts": 'import "preact/nope"' },
    /does not export/,
  ],
  ["the tree cannot be left", { "client/two.ts": 'import "../../etc/passwd"' }, /does not exist/],
  [
    "a reference to nothing is an error",
    { "static/index.html": '<img src="/assets/no.png">' },
    /no\.png/,
  ],
];
for (const [name, changes, form] of broken) {
  Deno.test(name, async () => {
    assertMatch(
      message(await assertRejects(() => packSite(tree(changes), readPackage, FIRST_LOAD_BYTES))),
      form,
    );
  });
}

Deno.test("Bundle: the fingerprint covers names and contents, not the order", async () => {
  const [a, b] = [Uint8Array.of(1), Uint8Array.of(2)];
  const one = await fingerprint(new Map([["a", a], ["b", b]]));
  assertEquals(one, await fingerprint(new Map([["b", b], ["a", a]])));
  assert(one !== await fingerprint(new Map([["a", b], ["b", a]])));
  assert(one !== await fingerprint(new Map([["a", a]])));
});

Deno.test("Bundle: a symbolic link in the tree stops the build", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/static`);
  await Deno.symlink("/etc/passwd", `${folder}/static/style.css`);
  const fault = await assertRejects(() => readTree(new URL(`file://${folder}/`), ["static"]));
  assertMatch(message(fault), /static\/style\.css is a symbolic link/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("Bundle: the signaling's address is written into the script, and nothing where there is none", async () => {
  const sources = tree({
    "client/main.tsx": "declare const SIGNAL_URL: string; console.log(SIGNAL_URL || 'own');",
  });
  const script = async (signalUrl?: string) => {
    const { assets } = await packSite(sources, readPackage, FIRST_LOAD_BYTES, signalUrl);
    const [, main] = [...assets].find(([name]) => /^main-.*js$/.test(name)) ?? [];
    return text(main?.identity);
  };
  assertEquals(await script(), 'console.log("own");\n');
  assertEquals(await script("https://signal.example"), 'console.log("https://signal.example");\n');
});

Deno.test("Bundle: what was built for one signaling is not served for another", async () => {
  const source = async (signalUrl: string) => (await readSources(signalUrl)).source;
  assertEquals(await source(""), await source(""));
  assertEquals(await source("https://signal.example") === await source(""), false);
});
