import { assertEquals } from "@std/assert";
import { readSource, SOURCES, sourcesOf } from "../harness/sources.ts";
import { fits } from "./floors.ts";

/** No source file is longer than this. */
const MAX_LINES = 300;
const root = new URL("../../", import.meta.url);

Deno.test("imports: each folder imports only from the floors below it", async () => {
  const wrong: string[] = [];
  for (const [path, targets] of await graph()) {
    for (const target of targets) if (!fits(path, target)) wrong.push(`${path} imports ${target}`);
  }
  assertEquals(wrong, []);
});

Deno.test("imports: no file reaches itself by a detour, types and dynamic imports counted", async () => {
  assertEquals(circles(await graph()), []);
});

Deno.test("imports: a planted import from an upper floor, and a planted circle, are found", async () => {
  const planted = new Map(await graph());
  planted.set("client/call/media/slots.ts", ["client/call/room/peer.ts"]);
  assertEquals(fits("client/call/media/slots.ts", "client/call/room/peer.ts"), false);
  assertEquals(circles(planted).some((one) => one.includes("client/call/media/slots.ts")), true);
  const lazy = 'const a = () => import("./late.ts");\nexport { b } from "./b.ts";\n' +
    'import type {\n  C,\n} from "../c.ts";';
  assertEquals(imports(lazy, "client/app/a.ts"), [
    "client/app/late.ts",
    "client/app/b.ts",
    "client/c.ts",
  ]);
});

Deno.test("imports: the call knows no document, and the screens no RTCPeerConnection", async () => {
  const wrong: string[] = [];
  const never = {
    "client/call/": /\bdocument\b\s*[.[]|\bpreact\b/,
    "client/check/": /\bdocument\b\s*[.[]|\bpreact\b/,
    "client/ui/": /RTCPeer/,
  };
  for (const [folder, word] of Object.entries(never)) {
    for await (const path of sourcesOf([folder])) {
      const text = await readSource(path);
      if (word.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""))) wrong.push(path);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("imports: encodings have one writer, besides key frames", async () => {
  const writers: string[] = [];
  for await (const path of sourcesOf(["client/"])) {
    const text = await readSource(path);
    if (/\b[gs]etParameters\(/.test(text)) writers.push(path);
  }
  assertEquals(writers.sort(), [
    "client/call/media/encodings.ts",
    "client/call/media/keyframes.ts",
  ]);
});

Deno.test("imports: one file reads and writes the browser's storage", async () => {
  const found: string[] = [];
  for await (const path of sourcesOf(["client/"])) {
    if (/\.(?:get|set)Item\(/.test(await readSource(path))) found.push(path);
  }
  assertEquals(found, ["client/platform/storage.ts"]);
});

Deno.test("imports: no source file is longer than 300 lines", async () => {
  const long: string[] = [];
  for await (const path of sourcesOf([...SOURCES, "tests/", "bench/"])) {
    const lines = (await readSource(path)).split("\n").length - 1;
    if (lines > MAX_LINES) long.push(`${path}: ${lines}`);
  }
  assertEquals(long, []);
});

/** Groups of files that reach each other (Tarjan's strongly connected components). */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  function visit(path: string): number {
    const index = order.size;
    order.set(path, index);
    stack.push(path);
    let lowest = index;
    for (const next of graph.get(path) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next) ?? lowest);
    }
    low.set(path, lowest);
    if (lowest === index) {
      const group = stack.splice(stack.indexOf(path));
      if (group.length > 1 || graph.get(path)?.includes(path)) found.push(group.sort());
    }
    return lowest;
  }
  for (const path of graph.keys()) if (!order.has(path)) visit(path);
  return found;
}

/** Imports of each source file. */
async function graph(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for await (const path of sourcesOf(SOURCES)) {
    found.set(path, imports(await readSource(path), path));
  }
  return found;
}

/** Imports of a file, as paths from the root or names of packages. */
function imports(text: string, path: string): string[] {
  const form = /^(?:import|export)\s(?:[^;"=()]*?\sfrom\s)?"([^"]+)";|\bimport\("([^"]+)"\)/gm;
  const found = [...text.matchAll(form)].map(([, one, lazy]) => one ?? lazy ?? "");
  return found.map((one) =>
    one.startsWith(".") ? new URL(one, new URL(path, root)).href.slice(root.href.length) : one
  );
}
