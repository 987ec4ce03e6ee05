import { assertEquals } from "@std/assert";
import { openLazyFiles } from "../../../../client/call/files/lazy_files.ts";
import type { Files } from "../../../../client/state/files.ts";
import { turn } from "../../../fakes/clock.ts";
import { FakeStorage } from "../../../fakes/storage.ts";

function gate(storage = new FakeStorage()) {
  const life = new AbortController();
  const did: string[] = [];
  const shown: Files[] = [];
  let come = () => {};
  const loaded = new Promise<void>((resolve) => come = resolve);
  const opened = openLazyFiles({
    async begin({ show, noteKept }) {
      did.push("begin");
      await loaded;
      noteKept(true);
      show([]);
      return {
        offer: (files, to) => did.push(`offer ${files.length} ${to}`),
        accept: (key) => did.push(`accept ${key}`),
        stop: (key) => did.push(`stop ${key}`),
        restore: (key) => did.push(`restore ${key}`),
        receive: (by, text) => did.push(`${by} ${text.length}`),
      };
    },
    show: (files) => shown.push(files),
    storage,
    signal: life.signal,
  });
  const hear = (text: string) => opened.receive({ by: "a", name: "", text });
  return { opened, did, shown, come, life, storage, hear };
}

Deno.test("LazyFiles: nothing is loaded before a file is chosen or offered; then all happens in its order", async () => {
  const { did, shown, come, storage, hear } = gate();
  assertEquals([did, shown.length, shown[0]?.transfers], [[], 1, []]);
  assertEquals(hear('{"type":"lock","on":true}'), false);
  assertEquals(did, []);
  shown[0]?.offer([new File([], "a")], null);
  // A version may write its fields in another order.
  assertEquals(hear('{"key":1,"type":"file-accept"}'), true);
  shown[0]?.stop("k");
  assertEquals(did, ["begin"]);
  come();
  await turn();
  assertEquals(did, ["begin", "offer 1 null", "a 30", "stop k"]);
  assertEquals(storage.getItem("visavis.files"), "1");
});

Deno.test("LazyFiles: what an earlier visit has kept is taken up at once", () => {
  assertEquals(gate(new FakeStorage({ "visavis.files": "1" })).did, ["begin"]);
  assertEquals(gate(new FakeStorage({ "visavis.files": "" })).did, []);
});

Deno.test("LazyFiles: of ten thousand messages that come before the chunk 64 wait, and none after the end", async () => {
  const { did, come, life, hear } = gate();
  for (let at = 0; at < 10_000; at++) hear('{"type":"file-offer"}');
  come();
  await turn();
  assertEquals(did.length, 65);
  life.abort();
  hear('{"type":"file-offer"}');
  await turn();
  assertEquals(did.length, 65);
});
