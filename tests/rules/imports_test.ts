import { assertEquals } from "@std/assert";
import { readSource, SOURCES, sourcesOf } from "../harness/sources.ts";

/** Imports of what is drawn with the controls. */
const ON_CONTROLS = [
  "client/ui/controls/",
  "client/ui/i18n/",
  "client/state/",
  "client/platform/",
  "preact",
];

/** Folders below those that stand beside each other on top of the members. */
const BESIDE_MEMBERS: readonly string[] = [
  "client/call/room/",
  "client/call/security/",
  "client/call/messages/",
  "client/state/",
  "client/platform/",
  "protocol/",
];

/**
 * Floors of the house: each folder or file and what it may import besides itself; a folder ends in
 * a slash, the most specific rule holds. Tests and benchmarks may import anything.
 */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  "protocol/": [],
  "signaling/": ["protocol/", "node:"],
  "signaling/bus/": ["signaling/*", "@nats-io/", "node:"],
  "signaling/metrics/": ["signaling/*", "protocol/"],
  "signaling/turn/": ["signaling/*", "protocol/", "node:"],
  "signaling/room/": ["signaling/metrics/", "signaling/*", "protocol/"],
  "signaling/cluster/": ["signaling/bus/", "signaling/room/", "signaling/*", "protocol/"],
  "signaling/studio/": ["signaling/bus/", "signaling/room/", "signaling/*", "protocol/"],
  "signaling/hub/": [
    "signaling/cluster/",
    "signaling/studio/",
    "signaling/metrics/",
    "signaling/room/",
    "signaling/turn/",
    "signaling/*",
    "protocol/",
  ],
  "config.ts": ["protocol/", "signaling/"],
  "routes/": ["routes/limits/", "signaling/", "protocol/", "hono", "node:"],
  "routes/limits/": ["signaling/"],
  "routes/build/": ["routes/*", "config.ts", "protocol/", "esbuild-wasm", "node:"],
  "routes/process/": [
    "@nats-io/",
    "routes/*",
    "routes/build/",
    "routes/limits/",
    "config.ts",
    "protocol/",
    "signaling/",
    "hono",
    "node:",
    "selfsigned",
    "uqr",
  ],
  "routes/doctor/": [
    "routes/process/",
    "client/ui/i18n/",
    "config.ts",
    "protocol/",
    "signaling/",
    "node:",
  ],
  "main.ts": ["config.ts", "routes/", "signaling/"],

  "client/platform/": ["protocol/listing.ts"],
  "client/call/messages/": ["protocol/"],
  "client/state/": ["client/call/messages/", "protocol/"],
  "client/call/media/": ["client/call/messages/", "client/state/", "client/platform/"],
  "client/call/health/": [
    "client/call/messages/",
    "client/call/media/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/call/security/": ["client/call/messages/", "client/platform/"],
  "client/call/signaling/": [
    "client/call/security/",
    "client/call/messages/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/call/connection/": [
    "client/call/health/",
    "client/call/security/",
    "client/call/media/",
    "client/call/messages/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/call/room/": [
    "client/call/connection/",
    "client/call/health/",
    "client/call/security/",
    "client/call/media/",
    "client/call/messages/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/call/gestures/": BESIDE_MEMBERS,
  "client/call/moderation/": BESIDE_MEMBERS,
  "client/call/chat/": BESIDE_MEMBERS,
  "client/call/files/": BESIDE_MEMBERS,
  "client/call/studio/": [...BESIDE_MEMBERS, "client/call/media/"],
  "client/call/bandwidth/": [
    "client/call/room/",
    "client/call/connection/",
    "client/call/health/",
    "client/call/media/",
    "client/call/messages/",
    "client/state/",
    "client/platform/",
  ],
  "client/call/diagnostics/": [
    "client/call/room/",
    "client/call/health/",
    "client/call/media/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/call/call.ts": ["client/call/*/", "client/state/", "client/platform/", "protocol/"],
  "client/call/deferred.ts": [
    "client/call/call.ts",
    "client/call/*/",
    "client/state/",
    "client/platform/",
  ],
  "client/check/": [
    "client/call/connection/",
    "client/call/media/",
    "client/call/security/",
    "client/call/signaling/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/app/": ["client/call/", "client/state/", "client/platform/", "protocol/"],

  "client/updates/": ["client/state/", "client/platform/", "protocol/"],
  "client/recording/": ["client/call/gestures/", "client/state/"],
  "client/effects/": ["client/call/media/", "client/state/", "client/platform/", "@twilio/"],
  "client/ui/i18n/": ["client/check/state.ts", "client/state/", "client/platform/", "preact"],
  "client/ui/controls/": ["client/ui/i18n/", "client/state/", "client/platform/", "preact"],
  "client/ui/stage/": ["client/ui/controls/", "client/ui/i18n/", "client/state/", "preact"],
  "client/ui/pip/": ["client/ui/stage/", ...ON_CONTROLS],
  "client/ui/notices/": ["client/ui/pip/", ...ON_CONTROLS],
  "client/ui/panels/": [...ON_CONTROLS, "uqr"],
  "client/ui/check/": ["client/ui/controls/", "client/ui/i18n/", "client/check/state.ts", "preact"],
  "client/ui/screens/": ["client/ui/", "client/state/", "client/platform/", "preact"],
  "client/": ["client/", "preact"],
};

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

/** True if a file may import this path or package. */
function fits(path: string, target: string): boolean {
  const own = floorOf(path);
  return own !== undefined &&
    (floorOf(target) === own || (FLOORS[own] ?? []).some((one) => matches(target, one)));
}

/** The most specific floor that a file stands on. */
function floorOf(path: string): string | undefined {
  return Object.keys(FLOORS).filter((one) => path.startsWith(one))
    .sort((a, b) => b.length - a.length)[0];
}

// A rule `folder/*` means the files of a folder without its folders; `folder/*/` means its folders.
function matches(target: string, rule: string): boolean {
  const [base, star] = rule.split("*");
  if (star === undefined) return target.startsWith(rule);
  if (!target.startsWith(base ?? "")) return false;
  return target.slice(base?.length).includes("/") === (star === "/");
}

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
