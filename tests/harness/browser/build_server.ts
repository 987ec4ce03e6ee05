import { keptFiles } from "../../../routes/build/pack.ts";
import type { Asset, Site } from "../../../routes/assets.ts";
import { hashOf } from "../../../routes/build/source_tree.ts";
import { systemClock } from "../../../signaling/clock.ts";
import { service } from "../service.ts";
import type { Server } from "./server.ts";

/** A server at one address that can be away, and come back with another build. */
export interface BuildServer extends Server {
  /** Paths and headers of all requests so far. */
  readonly asked: readonly string[];
  /** Serves this build from now on; null: is away. */
  serve(site: Site | null): Promise<void>;
}

/** Begins to serve a build on a free port. */
export function serveBuilds(first: Site): BuildServer {
  const asked: string[] = [];
  let site = first;
  let running: Deno.HttpServer<Deno.NetAddr> | null = null;
  let life = new AbortController();
  let port = 0;
  const stop = async () => {
    life.abort();
    await running?.shutdown().catch(() => {});
    running = null;
  };
  const start = () => {
    life = new AbortController();
    const sites = { current: () => site, kept: () => Promise.resolve(null) };
    const { handle } = service({ sites }, systemClock, life.signal);
    running = Deno.serve(
      { hostname: "127.0.0.1", port, signal: life.signal, onListen: () => {} },
      (request, info) => {
        asked.push(`${request.url} ${JSON.stringify([...request.headers])}`);
        return handle(request, info);
      },
    );
    port = running.addr.port;
  };
  start();
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    log: [],
    asked,
    async serve(next) {
      if (next) site = next;
      if (next && !running) start();
      if (!next) await stop();
    },
    async stop() {
      await stop();
      return { success: true, code: 0, signal: null };
    },
  };
}

/**
 * The same build with another name for each script, whose page is marked with this word, and runs
 * this before its own script.
 */
export async function otherBuild(
  { page, kept, assets }: Site,
  mark: string,
  before = "",
): Promise<Site> {
  const [, main = ""] = /<script[^>]*src="\/assets\/([^"]+)"/.exec(textOf(page)) ?? [];
  const scripts = [...assets.keys()].filter((name) => name.endsWith(".js"));
  const renamed = (text: string) =>
    scripts.reduce((now, name) => now.replaceAll(name, nameIn(name, mark)), text);
  const others = new Map<string, Asset>();
  for (const [name, asset] of assets) {
    const script = scripts.includes(name);
    const more = name === main ? `document.documentElement.dataset.build="${mark}";${before}` : "";
    others.set(
      script ? nameIn(name, mark) : name,
      script ? await changed(asset, more + renamed(textOf(asset))) : asset,
    );
  }
  let html = renamed(textOf(page));
  for (const [name, { identity }] of others) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", identity)).toBase64();
    const tag = new RegExp(`(/assets/${name}"[^>]*integrity=")[^"]+`);
    html = html.replace(tag, (_, start: string) => `${start}sha384-${digest}`);
  }
  const next = await changed(page, html);
  const worker = new TextEncoder().encode(`${kept ? textOf(kept.worker) : ""}// ${mark}\n`);
  return { page: next, kept: await keptFiles(next, worker, others), assets: others };
}

const nameIn = (name: string, mark: string) => name.replace(/\.js$/, `${mark}.js`);
const textOf = ({ identity }: Asset) => new TextDecoder().decode(identity);

async function changed({ type }: Asset, text: string): Promise<Asset> {
  const identity = new TextEncoder().encode(text);
  return { type, etag: `"${(await hashOf(identity)).slice(0, 32)}"`, identity };
}
