import { assertEquals, assertRejects } from "@std/assert";
import type { LeftRecording } from "../../../client/call/interaction/recordings.ts";
import { findLeftRecordings } from "../../../client/recording/left_recordings.ts";
import { openFile } from "../../../client/recording/recording_file.ts";
import { turn } from "../../fakes/clock.ts";
import { FakeRecordingDisk } from "../../fakes/recording_disk.ts";

const HOUR_MS = 60 * 60 * 1000;

/** Looks for what earlier pages have left; gives what is found, now and later. */
async function look(disk: FakeRecordingDisk): Promise<LeftRecording[]> {
  const left: LeftRecording[] = [];
  const { signal } = new AbortController();
  // Where nothing was ever recorded there is no folder.
  findLeftRecordings(disk.as(), (one) => left.push(one), signal).catch(() => {});
  await turn();
  return left;
}

/** Names of what the next page finds. */
const found = async (disk: FakeRecordingDisk) => (await look(disk)).map(({ name }) => name);

async function recorded(disk: FakeRecordingDisk, ...parts: string[]) {
  const file = await openFile(disk.as(), "call.webm", "video/webm");
  for (const part of parts) await file.write(new Blob([part]));
  return file;
}

Deno.test("findLeftRecordings: what a page wrote before it crashed is found, and can be removed", async () => {
  const disk = new FakeRecordingDisk();
  await recorded(disk, "one ", "two");
  assertEquals([...disk.files.values()], ["one two"]);
  disk.crash();
  const [left] = await look(disk);
  assertEquals(left?.name, "call.webm");
  await left?.remove();
  assertEquals(disk.files.size, 0);
});

Deno.test("findLeftRecordings: one that is still written is found when its worker is gone", async () => {
  const disk = new FakeRecordingDisk();
  await recorded(disk, "one");
  const left = await look(disk);
  assertEquals(left, []);
  disk.crash();
  await turn();
  assertEquals(left.map(({ name }) => name), ["call.webm"]);
});

Deno.test("findLeftRecordings: one that another tab finishes is not left, nor held any more", async () => {
  const disk = new FakeRecordingDisk();
  const file = await recorded(disk, "one");
  const left = await look(disk);
  assertEquals(await (await file.finish()).text(), "one");
  await turn();
  assertEquals([disk.running(), left, await found(disk)], [0, [], []]);
});

Deno.test("findLeftRecordings: a file that cannot be read takes no other along", async () => {
  const disk = new FakeRecordingDisk();
  await recorded(disk, "one");
  disk.nowMs++;
  await recorded(disk, "two");
  disk.crash();
  disk.unreadable = "1000 call.webm";
  assertEquals(await found(disk), ["call.webm"]);
});

Deno.test("findLeftRecordings: a finished one goes after a day, another after a week, an empty one at once", async () => {
  const disk = new FakeRecordingDisk();
  await (await recorded(disk, "finished")).finish();
  disk.nowMs++;
  await recorded(disk, "cut");
  disk.crash();
  disk.nowMs += 25 * HOUR_MS;
  await recorded(disk);
  disk.crash();
  assertEquals(await found(disk), ["call.webm"]);
  assertEquals([...disk.files.values()], ["cut"]);
  disk.nowMs += 6 * 24 * HOUR_MS;
  assertEquals([await found(disk), disk.files.size], [[], 0]);
});

for (const workers of ["none", "fail", "silent"] as const) {
  Deno.test(`openFile: the recording is kept in memory where workers ${workers}`, async () => {
    const disk = new FakeRecordingDisk();
    disk.workers = workers;
    const opening = recorded(disk, "in ", "memory");
    await turn();
    await disk.clock.pass(10_000);
    assertEquals(await (await (await opening).finish()).text(), "in memory");
    assertEquals(await found(disk), []);
  });
}

Deno.test("openFile: the recording is kept in memory where the disk never opens", async () => {
  const disk = new FakeRecordingDisk();
  const stuck = { ...disk.as(), folder: () => new Promise<never>(() => {}) };
  const opening = openFile(stuck, "one.webm", "video/webm");
  await disk.clock.pass(10_000);
  const file = await opening;
  await file.write(new Blob(["in memory"]));
  assertEquals(await (await file.finish()).text(), "in memory");
});

Deno.test("openFile: a disk that answers no more fails the recording, and keeps what it has", async () => {
  const disk = new FakeRecordingDisk();
  const file = await recorded(disk, "one");
  disk.workers = "silent";
  const writing = assertRejects(() => file.write(new Blob(["two"])));
  await turn();
  await disk.clock.pass(10_000);
  await writing;
  assertEquals(await (await file.finish()).text(), "one");
});
