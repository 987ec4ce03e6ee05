import { assert, assertEquals } from "@std/assert";
import { type PageRequest, respondFromCache } from "../../../client/updates/cached_response.ts";
import { cacheOf, keepAccepted } from "../../../client/updates/version_caches.ts";
import { fakeCaches } from "../../fakes/caches.ts";

const ORIGIN = "https://call.example";
const INTEGRITY = `sha384-${"A".repeat(64)}`;

const navigation = (path: string): PageRequest => ({
  url: ORIGIN + path,
  method: "GET",
  mode: "navigate",
});
const file = (path: string): PageRequest => ({ url: ORIGIN + path, method: "GET", mode: "cors" });

/** A browser that has accepted one version, and still has a file of the one before. */
async function browser() {
  const caches = fakeCaches();
  const last = await caches.open(cacheOf("before"));
  await last.put("/assets/shared.js", new Response("another"));
  await last.put("/assets/last.js", new Response("last"));
  const now = await caches.open(cacheOf("now"));
  const files = [{ name: "model.wasm", integrity: INTEGRITY }];
  const listing = { protocol: "rtc.v1", page: INTEGRITY, worker: INTEGRITY, files };
  await now.put("/", new Response("kept page"));
  await now.put("/assets/shared.js", new Response("kept script"));
  await now.put("/build.json", Response.json(listing));
  await keepAccepted(caches, "now");
  const asked: (readonly [string, string | undefined])[] = [];
  const means = {
    ...{ origin: ORIGIN, caches },
    fetch(request: PageRequest | string, init?: RequestInit) {
      asked.push([typeof request === "string" ? request : request.url, init?.integrity]);
      return Promise.resolve(new Response("network"));
    },
  };
  return {
    ...{ caches, asked, means },
    text: async (request: PageRequest) => await (await respondFromCache(request, means))?.text(),
  };
}

Deno.test("answer: the page and its files come from the accepted version", async () => {
  const { text, asked } = await browser();
  assertEquals(await text(navigation("/")), "kept page");
  assertEquals(await text(navigation("/?from=a-messenger#/room/key")), "kept page");
  assertEquals(await text(file("/assets/shared.js?1")), "kept script");
  assertEquals(asked, []);
});

Deno.test("answer: a tab of the version before finds its files, and what no version has is asked for", async () => {
  const { text, asked } = await browser();
  assertEquals(await text(file("/assets/last.js")), "last");
  assertEquals(await text(file("/assets/other.js")), "network");
  assertEquals(asked, [[`${ORIGIN}/assets/other.js`, undefined]]);
});

Deno.test("answer: a large file is held against the listing, and kept from then on", async () => {
  const { text, asked } = await browser();
  assertEquals(await text(file("/assets/model.wasm")), "network");
  assertEquals(await text(file("/assets/model.wasm")), "network");
  assertEquals(asked, [["/assets/model.wasm", INTEGRITY]]);
});

Deno.test("answer: a large file that is another one than the listing names is an error", async () => {
  const { caches, means } = await browser();
  const fetch = (_: PageRequest | string, init?: RequestInit) =>
    init?.integrity ? Promise.reject(new TypeError("integrity")) : means.fetch("plain");
  const response = await respondFromCache(file("/assets/model.wasm"), { ...means, fetch });
  assertEquals(response?.type, "error");
  assertEquals(await (await caches.open(cacheOf("now"))).match("/assets/model.wasm"), undefined);
});

Deno.test("answer: sockets, health, counts, other paths, methods and origins are left to the browser", async () => {
  const { means, asked } = await browser();
  const others: readonly PageRequest[] = [
    ...["/ws/abc", "/healthz", "/metrics", "/build.json", "/service_worker.js"].map(file),
    ...["/healthz", "/team", "/assets/shared.js"].map(navigation),
    file("/"),
    { ...navigation("/"), method: "HEAD" },
    { ...file("/assets/shared.js"), method: "POST" },
    { ...file(""), url: "https://signal.example/assets/shared.js" },
  ];
  for (const request of others) assertEquals(respondFromCache(request, means), null, request.url);
  assertEquals(asked, []);
});

Deno.test("answer: the network answers where nothing is kept, or storage is forbidden", async () => {
  const { means, asked } = await browser();
  const forbidden = { ...fakeCaches(), open: () => Promise.reject(new Error("SecurityError")) };
  for (const caches of [fakeCaches(), forbidden]) {
    for (const request of [navigation("/"), file("/assets/shared.js")]) {
      const response = await respondFromCache(request, { ...means, caches });
      assert(response);
      assertEquals(await response.text(), "network");
    }
  }
  assertEquals(asked.length, 4);
});
