import { assert } from "@std/assert";
import { allHear } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";

const REQUESTS = 6;
const MAX_BYTES = 48 * 1024;

browserTest(
  "page: at most 6 requests and 48 KiB of bodies from the link to the call, cold",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("chromium", "Bob");
    await allHear([ann, bob]);
    // What is loaded later comes two seconds into the call, which a slow machine may not have yet;
    // what the browser keeps for the next visit comes later still.
    const all = bob.traffic?.asked ?? [];
    const kept = all.findIndex((url) => url.endsWith("/build.json"));
    const loaded = kept < 0 ? all : all.slice(0, kept);
    const asked = [...new Set(loaded.filter((url) => /^(http|ws)/.test(url)))]
      .filter((url) => !/\/(?:\w+_)?deferred-[^/]*\.js$/.test(url));
    const bytes = bob.traffic?.bytes(asked) ?? 0;
    console.log(`${asked.length} requests, ${(bytes / 1024).toFixed(1)} KiB`);
    assert(asked.length >= 2 && asked.length <= REQUESTS, asked.join("\n"));
    assert(bytes > 1024 && bytes <= MAX_BYTES, `${bytes} bytes`);
  },
);
