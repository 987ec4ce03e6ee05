import { assertEquals, assertRejects } from "@std/assert";
import { openFileStore } from "../../../../client/call/files/disk_store.ts";
import { MEMORY_BYTES } from "../../../../client/call/files/file_store.ts";
import { openRecords } from "../../../../client/call/files/indexed_records.ts";
import { limitTime } from "../../../../client/platform/in_time.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";

const DIGEST = "A".repeat(43);

/** A browser's disk whose parts answer, or do not. */
function openDisk() {
  const clock = fakeClock();
  const life = new AbortController();
  const worker = new EventTarget();
  const disk = { isSilent: false, isEnded: false, asked: [] as string[], removed: [] as string[] };
  const folder = {
    removeEntry: (name: string) => Promise.resolve(void disk.removed.push(name)),
    getFileHandle: () => Promise.resolve({ getFile: () => Promise.resolve(new File(["a"], "a")) }),
    async *keys() {},
  };
  return {
    disk,
    clock,
    life,
    fail: () => worker.dispatchEvent(new Event("error")),
    options: {
      startWorker: () => ({
        postMessage({ id, does }: { readonly id: number; readonly does: string }) {
          disk.asked.push(does);
          if (disk.isSilent) return;
          const data = { id, answer: does === "open" ? new Uint8Array() : null };
          void turn().then(() => worker.dispatchEvent(new MessageEvent("message", { data })));
        },
        addEventListener: worker.addEventListener.bind(worker) as Worker["addEventListener"],
        terminate: () => void (disk.isEnded = true),
      }),
      root: () =>
        Promise.resolve({
          getDirectoryHandle: () => Promise.resolve(folder),
        } as unknown as FileSystemDirectoryHandle),
      inTime: limitTime(clock.later),
      signal: life.signal,
    },
  };
}

Deno.test("openFileStore: a worker that falls silent fails the file that it writes, and further files are kept in memory", async () => {
  const { disk, clock, options } = openDisk();
  const store = await openFileStore(options);
  assertEquals(store.limit, null);
  const file = await store.open("one", 10);
  await file.append(new Uint8Array(5), DIGEST);
  disk.isSilent = true;
  const late = file.append(new Uint8Array(5), DIGEST).catch((fault) => fault.message);
  await clock.pass(10_000);
  assertEquals([await late, disk.isEnded, file.digests.length], ["no answer in time", true, 1]);
  // Nothing is waited for any more.
  const asked = disk.asked.length;
  await assertRejects(() => file.finish());
  await store.remove("one");
  assertEquals([disk.asked.length, disk.removed.slice(-2)], [asked, ["one", "one.digests"]]);
  assertEquals([store.limit, clock.waiting()], [MEMORY_BYTES, 0]);
  const next = await store.open("two", 3);
  await next.append(new Uint8Array(3), DIGEST);
  assertEquals((await next.finish()).size, 3);
  await store.remove("two");
  assertEquals((await store.open("two", 3)).digests, []);
});

Deno.test("openFileStore: a worker that fails does so for all that wait, at once", async () => {
  const { disk, clock, fail, options } = openDisk();
  const store = await openFileStore(options);
  const file = await store.open("one", 10);
  disk.isSilent = true;
  const both = [1, 2].map(() => file.append(new Uint8Array(5), DIGEST));
  fail();
  const settled = await Promise.allSettled(both);
  assertEquals(settled.map(({ status }) => status), ["rejected", "rejected"]);
  assertEquals([store.limit, clock.waiting()], [MEMORY_BYTES, 0]);
});

Deno.test("openFileStore: a worker that never answers leaves files in memory", async () => {
  const { disk, clock, options } = openDisk();
  disk.isSilent = true;
  const opened = openFileStore(options);
  await turn();
  await clock.pass(10_000);
  assertEquals((await opened).limit, MEMORY_BYTES);
  assertEquals([disk.isEnded, clock.waiting()], [true, 0]);
});

Deno.test("openFileStore: a disk that never opens leaves files in memory", async () => {
  const { disk, clock, options } = openDisk();
  const opened = openFileStore({ ...options, root: () => new Promise(() => {}) });
  await clock.pass(10_000);
  assertEquals((await opened).limit, MEMORY_BYTES);
  assertEquals([disk.isEnded, disk.asked], [true, []]);
});

Deno.test("openFileStore: the end of the stay ends the worker and all that wait", async () => {
  const { disk, life, options } = openDisk();
  const store = await openFileStore(options);
  const file = await store.open("one", 10);
  disk.isSilent = true;
  const waits = file.append(new Uint8Array(5), DIGEST);
  life.abort();
  await assertRejects(() => waits);
  assertEquals(disk.isEnded, true);
});

Deno.test("openRecords: a database that never answers leaves the records in memory", async () => {
  const clock = fakeClock();
  const opened = openRecords({ open: () => ({}) } as unknown as IDBFactory, limitTime(clock.later));
  await clock.pass(10_000);
  assertEquals(await (await opened).all(), []);
});
