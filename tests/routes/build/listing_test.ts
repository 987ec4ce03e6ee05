import { assert, assertEquals } from "@std/assert";
import { listing } from "../../../protocol/listing.ts";
import { loadSite } from "../../../routes/build/site.ts";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

Deno.test("keptFiles: the real listing has the SHA-384 of page, worker and each file, and the worker imports nothing", async () => {
  const { page, kept, assets } = await loadSite("");
  const found = listing(JSON.parse(text(kept?.listing.identity)));
  assert(found && kept);
  const all = [["page", page], ["worker", kept.worker], ...assets] as const;
  const hashes = await Promise.all(all.map(async ([name, { identity }]) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", identity));
    return [name, `sha384-${digest.toBase64()}`] as const;
  }));
  const { files } = found;
  assertEquals(
    new Map([
      ["page", found.page],
      ["worker", found.worker],
      ...files.map(({ name, integrity }) => [name, integrity] as const),
    ]),
    new Map(hashes),
  );
  const worker = text(kept.worker.identity);
  assert(worker.length < 4096, `${worker.length}`);
  assertEquals(/\b(?:import|export)\b|console|hash\b|referrer|\/ws/.exec(worker), null);
});
