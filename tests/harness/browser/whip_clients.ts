import { createRequire } from "node:module";
// @ts-types="esbuild-wasm/esm/browser.d.ts"
import { build, type Plugin } from "esbuild-wasm/esm/browser.min.js";
import { startEsbuild } from "../../../routes/build/bundle.ts";

/** WHIP clients for pages, from npm, by their makers. */
export const WHIP_CLIENTS = {
  medooze: "whip-whep/whip.js",
  eyevinn: "@eyevinn/whip-web-client",
} as const;

/** Players (WHEP) for pages, from npm: by the author of both protocols, and by another maker. */
const WHEP_PLAYERS = [
  'export { WHEPClient as player } from "whip-whep/whep.js";',
  'export { WebRTCPlayer } from "@eyevinn/webrtc-player";',
];

/** Places advertisements for a player, which no test asks for; its build is for Node. */
const ADVERTISEMENTS = "@eyevinn/csai-manager";

/** Lets esbuild read installed packages as their authors have published them. */
const packages: Plugin = {
  name: "packages",
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, ({ path, importer }) => {
      if (importer === "<stdin>") {
        return { path: new URL(import.meta.resolve(path)).pathname, namespace: "package" };
      }
      if (path === ADVERTISEMENTS) return { path, namespace: "nothing" };
      // A slash, since Node has a module of this name.
      const name = path === "events" ? "events/" : path;
      return { path: createRequire(importer).resolve(name), namespace: "package" };
    });
    builder.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "" }));
    builder.onLoad({ filter: /.*/, namespace: "package" }, async ({ path }) => {
      return { contents: await Deno.readTextFile(path) };
    });
  },
};

let script: Promise<string> | null = null;

/** Script that leaves the clients behind as `whip`, and players as `player` and `WebRTCPlayer` of it. */
export const whipClients = (): Promise<string> => script ??= bundle();

async function bundle(): Promise<string> {
  await startEsbuild();
  const exported = Object.entries(WHIP_CLIENTS)
    .map(([name, path]) => `export { WHIPClient as ${name} } from "${path}";`);
  const { outputFiles } = await build({
    stdin: { contents: [...exported, ...WHEP_PLAYERS].join("\n") },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "whip",
    logLevel: "silent",
    plugins: [packages],
  });
  return outputFiles[0]?.text ?? "";
}
