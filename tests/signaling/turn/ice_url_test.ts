import { assert, assertEquals } from "@std/assert";
import { whyRefused } from "../../../signaling/turn/ice_url.ts";
import { ICE_URLS } from "../../harness/ice_urls.ts";

Deno.test("whyRefused: refuses each URL that Chromium or Firefox throws at, and no other", () => {
  const said = ICE_URLS.map(([url]) => [url, whyRefused(url) === null]);
  assertEquals(said, ICE_URLS.map(([url, taken]) => [url, taken]));
  assertEquals(whyRefused("turn:relay.example:993"), "browsers block port 993");
});

Deno.test("whyRefused: never holds a part of the URL but the port", () => {
  for (const url of ["turn:user:secret@relay.example", "secret:x", "turn:relay?secret=secret"]) {
    const why = whyRefused(url);
    assert(why !== null && !/secret|user|relay/.test(why), why ?? url);
  }
});
