import { assert, assertEquals } from "@std/assert";
import { openBuildCache } from "../../../client/updates/build_cache.ts";
import { keptVersions } from "../../../client/updates/version_caches.ts";
import { watchUpdates } from "../../../client/updates/updates.ts";
import type { UpdateOffer } from "../../../client/state/update.ts";
import { fakeCaches } from "../../fakes/caches.ts";

const INTEGRITY = `sha384-${"A".repeat(64)}`;

/** Files of a build whose script has this name, by path. */
function buildOf(script: string, protocol = "rtc.v1"): Map<string, string> {
  const names = [`${script}.js`, "model.wasm"];
  const files = names.map((name) => ({ name, integrity: INTEGRITY }));
  const listing = JSON.stringify({ protocol, page: INTEGRITY, worker: INTEGRITY, files });
  return new Map([
    ["/", `page of ${script}`],
    ["/build.json", listing],
    ["/service_worker.js", "worker"],
    ...names.map((name) => [`/assets/${name}`, name] as const),
  ]);
}

/** A page that runs `old`, and a server whose files can be replaced. */
function page() {
  const caches = fakeCaches();
  const asked: string[] = [];
  const offers: (UpdateOffer | null)[] = [];
  const server = { files: buildOf("old"), away: false, running: "old" };
  const fetch = (path: string) => {
    asked.push(path);
    if (server.away) return Promise.reject(new TypeError("away"));
    const body = server.files.get(path);
    return Promise.resolve(new Response(body ?? "", { status: body === undefined ? 404 : 200 }));
  };
  const builds = openBuildCache(caches, fetch, () => Promise.resolve());
  return {
    ...{ asked, builds, caches, server },
    /** One look at the server: what is offered after it. */
    async look(): Promise<UpdateOffer | null | undefined> {
      const done = Promise.withResolvers<void>();
      const before = offers.length;
      watchUpdates({
        builds,
        fetch,
        isOf: ({ listing }) => listing.files.some(({ name }) => name === `${server.running}.js`),
        alone: (check) => check(),
        looked: done.resolve,
        offer: (offer) => void offers.push(offer),
        later: () => {},
        signal: new AbortController().signal,
      });
      await done.promise;
      return offers.length > before ? offers.at(-1) : undefined;
    },
  };
}

/** A page that has accepted its own version. */
async function settled() {
  const ann = page();
  await ann.look();
  const accepted = await ann.builds.accepted() ?? "";
  ann.asked.length = 0;
  return { ...ann, accepted };
}

Deno.test("watchUpdates: the first version is accepted without a question, large files left out", async () => {
  const ann = page();
  assertEquals(await ann.look(), undefined);
  assertEquals(await keptVersions(ann.caches), [await ann.builds.accepted() ?? ""]);
  assertEquals(ann.asked, ["/build.json", "/", "/assets/old.js", "/service_worker.js"]);
});

Deno.test("watchUpdates: the server's own headers of the page are taken again, its files are not", async () => {
  const ann = await settled();
  assertEquals(await ann.look(), null);
  assertEquals(ann.asked, ["/build.json", "/"]);
});

Deno.test("watchUpdates: another version is offered when it is whole, and runs when it is accepted", async () => {
  const ann = await settled();
  ann.server.files = buildOf("new");
  const offer = await ann.look();
  assert(offer?.is === "version");
  assertEquals([offer.current, offer.required], [ann.accepted, false]);
  assertEquals(await ann.builds.accepted(), ann.accepted);
  await ann.builds.accept(offer.next);
  ann.server.running = "new";
  assertEquals(await ann.look(), null);
  // A tab may still run the version before.
  assertEquals((await keptVersions(ann.caches)).length, 2);
});

Deno.test("watchUpdates: a version with a missing file is not offered, and leaves nothing behind", async () => {
  const ann = await settled();
  ann.server.files = buildOf("new");
  ann.server.files.delete("/assets/new.js");
  assertEquals(await ann.look(), undefined);
  assertEquals(await keptVersions(ann.caches), [ann.accepted]);
});

Deno.test("watchUpdates: what was offered once and never accepted is forgotten", async () => {
  const ann = await settled();
  ann.server.files = buildOf("new");
  await ann.look();
  ann.server.files = buildOf("newer");
  const offer = await ann.look();
  assert(offer?.is === "version");
  assertEquals(await keptVersions(ann.caches), [ann.accepted, offer.next]);
});

Deno.test("watchUpdates: a server that goes back to the accepted version takes its offer back", async () => {
  const ann = await settled();
  ann.server.files = buildOf("new");
  await ann.look();
  ann.server.files = buildOf("old");
  assertEquals(await ann.look(), null);
});

Deno.test("watchUpdates: a version that speaks another protocol with the server is required", async () => {
  const ann = await settled();
  ann.server.files = buildOf("new", "rtc.v2");
  const offer = await ann.look();
  assert(offer?.is === "version");
  assertEquals(offer.required, true);
});

Deno.test("watchUpdates: a server without a listing offers to forget, one that is away nothing", async () => {
  const ann = await settled();
  ann.server.away = true;
  assertEquals(await ann.look(), undefined);
  ann.server.away = false;
  ann.server.files.delete("/build.json");
  assertEquals(await ann.look(), { is: "unnamed" });
  ann.server.files.set("/build.json", "<!doctype html>");
  assertEquals(await ann.look(), { is: "unnamed" });
  await ann.builds.forget();
  assertEquals([await ann.builds.accepted(), await ann.look()], [null, undefined]);
});

Deno.test("watchUpdates: a page of another build than the first one kept is offered that", async () => {
  const ann = page();
  ann.server.running = "before";
  const offer = await ann.look();
  assert(offer?.is === "version");
  assertEquals(offer.current, null);
  assertEquals(await ann.builds.accepted(), null);
});
