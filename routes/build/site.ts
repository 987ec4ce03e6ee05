import { fileURLToPath as fromFileUrl } from "node:url";
import type { Site } from "../assets.ts";
import { readDist } from "./dist.ts";
import { fingerprint, readTree, SOURCES, type Tree } from "./source_tree.ts";

/** Where this program lies. */
export const ROOT = new URL("../../", import.meta.url);

/** The sources of the page, and a hash of them and of all that turns them into the page. */
export async function readSources(
  signalUrl: string,
): Promise<{ readonly tree: Tree; readonly source: string }> {
  const tree = await readTree(ROOT, SOURCES);
  const tools = await readTree(ROOT, ["routes"]);
  const lock = await Deno.readFile(new URL("deno.lock", ROOT));
  const setting = new TextEncoder().encode(signalUrl);
  const all = new Map([...tree, ...tools, ["deno.lock", lock], ["SIGNAL_URL", setting]]);
  return { tree, source: await fingerprint(all) };
}

/** Builds in memory. The compiler is 14 MB and is loaded only here. */
export async function buildSite(tree: Tree, signalUrl: string): Promise<Site> {
  const { FIRST_LOAD_BYTES, packSite } = await import("./pack.ts");
  const readPackage = (path: string) => Deno.readFile(new URL(path, ROOT));
  // The budget is the project's: an operator's own address keeps no service from starting.
  const budget = signalUrl ? Infinity : FIRST_LOAD_BYTES;
  return await packSite(tree, readPackage, budget, signalUrl);
}

/**
 * The site from `dist/` when that was built from just these sources, else built now. What cannot
 * be read is told, and counts as absent: a file cut short is not to keep the service from starting.
 */
export async function loadSite(
  signalUrl: string,
  unreadable: (fault: unknown) => void = () => {},
): Promise<Site> {
  const { tree, source } = await readSources(signalUrl);
  const ready = await readDist(source).catch((fault) => {
    unreadable(fault);
    return null;
  });
  return ready ?? await buildSite(tree, signalUrl);
}

/** Builds again whenever the sources change, until the signal aborts. */
export async function watchSite(
  signalUrl: string,
  onSite: (site: Site) => void,
  onFault: (fault: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  const watcher = Deno.watchFs(SOURCES.map((folder) => fromFileUrl(new URL(folder, ROOT))));
  signal.addEventListener("abort", () => watcher.close(), { once: true });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  for await (const { kind } of watcher) {
    if (kind === "access") continue;
    clearTimeout(waiting);
    // An editor writes several times; one build is enough.
    waiting = setTimeout(() => {
      readSources(signalUrl).then(({ tree }) => buildSite(tree, signalUrl)).then(onSite, onFault);
    }, 50);
  }
}

/** Site that is served while the sources do not compile: only in dev, where the terminal says why. */
export function brokenSite(): Site {
  const identity = new TextEncoder().encode("The page does not compile; the terminal says why.\n");
  return {
    page: { type: "text/plain; charset=utf-8", etag: '"broken"', identity },
    kept: null,
    assets: new Map(),
  };
}
