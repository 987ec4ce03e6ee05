import { assertEquals } from "@std/assert";
import {
  type FileRecord,
  memoryRecords,
  readRecord,
} from "../../../../client/call/files/file_records.ts";
import { memoryStore } from "../../../../client/call/files/file_store.ts";
import { removeOldFiles, removeUnfinished } from "../../../../client/call/files/file_cleanup.ts";

const HOUR_MS = 60 * 60 * 1000;

function record(slot: string, part: Partial<FileRecord> = {}): FileRecord {
  const facts = { slot, room: "r", me: "m", key: "k", name: "a", size: 1, at: 0, first: "" };
  return { ...facts, mine: false, parties: [], done: false, file: null, ...part };
}

async function kept(...all: readonly FileRecord[]) {
  const [store, records] = [memoryStore(), memoryRecords()];
  for (const one of all) {
    await records.put(one);
    await store.open(one.slot, 1);
  }
  const left = async () => [
    (await records.all()).map(({ slot }) => slot).join(),
    (await store.names()).join(),
  ];
  return { kept: { store, records }, left };
}

Deno.test("removeOldFiles: a day after it was agreed on, a file is removed, and so are bytes of which nothing is known", async () => {
  const { kept: all, left } = await kept(record("old"), record("new", { at: 2 * HOUR_MS }));
  await all.store.open("stray", 1);
  assertEquals((await removeOldFiles(all, 25 * HOUR_MS)).map(({ slot }) => slot), ["new"]);
  assertEquals(await left(), ["new", "new"]);
});

Deno.test("removeUnfinished: what was finished stays, and so does what is another room's or another page's", async () => {
  const { kept: all, left } = await kept(
    record("half"),
    record("whole", { done: true }),
    record("elsewhere", { room: "s" }),
    record("other", { me: "n" }),
  );
  await removeUnfinished(all, { room: "r", me: "m" });
  assertEquals(await left(), ["whole,elsewhere,other", "whole,elsewhere,other"]);
});

Deno.test("readRecord: what another version has kept is not taken up", () => {
  const one = record("a");
  assertEquals(readRecord(one), one);
  assertEquals(readRecord({ ...one, size: "1" }), undefined);
  assertEquals(readRecord({ ...one, file: {} }), one);
  assertEquals(readRecord(null), undefined);
});
