import { assertEquals } from "@std/assert";

/** What each folder may import besides itself; packages are named, folders end in a slash. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "protocol/": [],
  "signaling/": ["protocol/", "node:", "@nats-io/"],
  "routes/": [
    "config.ts",
    "protocol/",
    "signaling/",
    "hono",
    "esbuild-wasm",
    "node:",
    "selfsigned",
    "uqr",
  ],
  "client/call/": ["protocol/"],
  "client/ui/": [
    "client/call/state.ts",
    "client/check/state.ts",
    // The check page, loaded when it is opened: it puts screen and browser together, as page.tsx does.
    "client/check.tsx",
    "client/store.ts",
    "preact",
    "uqr",
  ],
  "client/": ["protocol/", "preact"],
};

/** Files of the whole project may be long, but not that long. */
const MAX_LINES = 300;

const root = new URL("../", import.meta.url);

Deno.test("each folder imports only what it may", async () => {
  const wrong: string[] = [];
  for (const [folder, allowed] of Object.entries(MAY)) {
    for await (const path of sources(folder)) {
      if (owner(path) !== folder) continue;
      const text = await Deno.readTextFile(new URL(path, root));
      for (const target of imports(text, path)) {
        const fits = [folder, ...allowed].some((one) => target.startsWith(one));
        if (!fits) wrong.push(`${path} imports ${target}`);
      }
    }
  }
  assertEquals(wrong, []);
});

Deno.test("the call knows no document, and the screens no RTCPeerConnection", async () => {
  const wrong: string[] = [];
  const never = {
    "client/call/": /\bdocument\b\s*[.[]|\bpreact\b/,
    "client/check/": /\bdocument\b\s*[.[]|\bpreact\b/,
    "client/ui/": /RTCPeer/,
  };
  for (const [folder, word] of Object.entries(never)) {
    for await (const path of sources(folder)) {
      const text = await Deno.readTextFile(new URL(path, root));
      if (word.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""))) {
        wrong.push(path);
      }
    }
  }
  assertEquals(wrong, []);
});

Deno.test("encodings have one writer, besides key frames", async () => {
  const writers: string[] = [];
  for await (const path of sources("client/")) {
    const text = await Deno.readTextFile(new URL(path, root));
    if (/\b[gs]etParameters\(/.test(text)) writers.push(path);
  }
  assertEquals(writers.sort(), ["client/call/encodings.ts", "client/call/freeze.ts"]);
});

Deno.test("no source file is longer than 300 lines", async () => {
  const long: string[] = [];
  for (
    const folder of [
      "protocol/",
      "signaling/",
      "routes/",
      "client/",
      "tests/",
      "bench/",
    ]
  ) {
    for await (const path of sources(folder)) {
      const lines = (await Deno.readTextFile(new URL(path, root))).split("\n").length - 1;
      if (lines > MAX_LINES) long.push(`${path}: ${lines}`);
    }
  }
  assertEquals(long, []);
});

/** The most specific folder with a rule of its own. */
function owner(path: string): string | undefined {
  return Object.keys(MAY).filter((folder) => path.startsWith(folder))
    .sort((a, b) => b.length - a.length)[0];
}

/** What a file imports, as a path from the root or a package's name. */
function imports(text: string, path: string): string[] {
  const form = /^(?:import|export)\s(?:[^;"=()]*?\sfrom\s)?"([^"]+)";|\bimport\("([^"]+)"\)/gm;
  const found = [...text.matchAll(form)].map(([, one, lazy]) => one ?? lazy ?? "");
  return found.map((one) =>
    one.startsWith(".") ? new URL(one, new URL(path, root)).href.slice(root.href.length) : one
  );
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(new URL(folder, root))) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory && entry.name !== "node_modules") {
      yield* sources(`${path}/`);
    } else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}
