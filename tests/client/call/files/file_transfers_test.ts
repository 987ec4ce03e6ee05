import { assert, assertEquals } from "@std/assert";
import { sha256 } from "../../../../client/call/security/bytes.ts";
import { BLOCK_BYTES } from "../../../../client/call/messages/file_control.ts";
import { turn } from "../../../fakes/clock.ts";
import {
  fileOf,
  type FilePage,
  type FilePages,
  filePages,
  standing,
} from "../../../fakes/file_pages.ts";
import { seeded } from "../../../fakes/seeded_random.ts";

const SIZE = 5 * BLOCK_BYTES + 1000;
const is = (page: FilePage) => standing(page)?.is;

async function accepted(pages: FilePages, file: File): Promise<void> {
  const { ann, bob } = pages;
  await turn();
  ann.transfers.offer([file], null);
  await pages.until(() => is(bob) === "offered");
  bob.transfers.accept(bob.shown[0]?.key ?? "");
}

async function hasArrived({ bob }: FilePages, file: File): Promise<void> {
  const digests = [];
  for (const one of [file, bob.saved.at(-1)]) {
    assert(one);
    digests.push(await sha256(await one.arrayBuffer()));
  }
  assertEquals(digests[1], digests[0]);
}

const sentBytes = ({ channels }: FilePages) => channels.reduce((sum, { bytes }) => sum + bytes, 0);

Deno.test("FileTransfers: a file goes to whoever accepts it, whole, and both sides say so", async () => {
  for (const size of [0, 1, BLOCK_BYTES, SIZE]) {
    const pages = filePages();
    const file = fileOf("plan.pdf", size);
    await accepted(pages, file);
    await pages.until(() => is(pages.ann) === "done" && is(pages.bob) === "done");
    await hasArrived(pages, file);
    assertEquals(sentBytes(pages), size);
    assertEquals([pages.ann.lines, pages.bob.lines], [["plan.pdf"], ["plan.pdf"]]);
    pages.close();
  }
});

Deno.test("FileTransfers: nothing is sent before somebody accepts, nor after a no", async () => {
  const pages = filePages();
  const { ann, bob } = pages;
  await turn();
  ann.transfers.offer([fileOf("a", SIZE)], bob.id);
  await pages.until(() => is(bob) === "offered");
  bob.transfers.stop(bob.shown[0]?.key ?? "");
  await pages.until(() => is(ann) === "ended" && is(bob) === "ended");
  assertEquals(standing(ann), { is: "ended", why: { code: "declined", mine: false } });
  assertEquals(pages.channels, []);
  pages.close();
});

Deno.test("FileTransfers: either side stops a transfer, and nothing of it stays in storage", async () => {
  for (const who of ["ann", "bob"] as const) {
    const pages = filePages();
    await accepted(pages, fileOf("a", 40 * BLOCK_BYTES));
    await pages.until(() => sentBytes(pages) > BLOCK_BYTES);
    pages[who].transfers.stop(pages[who].shown[0]?.key ?? "");
    await pages.until(() => is(pages.ann) === "ended" && is(pages.bob) === "ended");
    await pages.clock.pass(1000);
    assertEquals(await pages.bob.store.names(), []);
    assert(pages.channels.every(({ readyState }) => readyState === "closed"));
    pages.close();
  }
});

Deno.test("FileTransfers F70: a transfer that is cut goes on where it stopped", async () => {
  const pages = filePages();
  const file = fileOf("a", 40 * BLOCK_BYTES);
  await accepted(pages, file);
  await pages.until(() => sentBytes(pages) > file.size / 2);
  pages.cut();
  await pages.until(() => is(pages.ann) === "waiting" && is(pages.bob) === "waiting");
  pages.connect();
  await pages.until(() => is(pages.ann) === "done" && is(pages.bob) === "done");
  await hasArrived(pages, file);
  // What was on its way is sent again, and the block that it had begun.
  assert(sentBytes(pages) < file.size * 1.2, `${sentBytes(pages)} of ${file.size}`);
  pages.close();
});

Deno.test("FileTransfers: a transfer outlives a reload of either side", async () => {
  for (const who of ["ann", "bob"] as const) {
    const pages = filePages();
    const file = fileOf("a", 20 * BLOCK_BYTES);
    await accepted(pages, file);
    await pages.until(() => sentBytes(pages) > file.size / 2);
    await pages.reload(pages[who]);
    await pages.until(() => is(pages.ann) === "done" && is(pages.bob) === "done");
    await hasArrived(pages, file);
    assert(sentBytes(pages) < file.size * 1.3, `${who}: ${sentBytes(pages)} of ${file.size}`);
    pages.close();
  }
});

Deno.test("FileTransfers: a file that was received whole is there after a reload, though its sender has forgotten", async () => {
  const pages = filePages();
  const file = fileOf("a", SIZE);
  await accepted(pages, file);
  await pages.until(() => is(pages.ann) === "done" && is(pages.bob) === "done");
  await pages.reload(pages.ann);
  await pages.reload(pages.bob);
  await pages.until(() => is(pages.bob) === "done");
  assertEquals(pages.ann.shown, []);
  await hasArrived(pages, file);
  pages.close();
});

Deno.test("FileTransfers: a file that a reload has lost is taken again when it is the same, and no other", async () => {
  const pages = filePages();
  const { ann, bob } = pages;
  const file = fileOf("a", 12 * BLOCK_BYTES);
  await accepted(pages, file);
  await pages.until(() => sentBytes(pages) > file.size / 3);
  const { records } = ann as unknown as { records: { all(): Promise<{ file: Blob | null }[]> } };
  for (const record of await records.all()) record.file = null;
  await pages.reload(ann);
  await pages.until(() => is(ann) === "missing");
  const key = ann.shown[0]?.key ?? "";
  ann.transfers.restore(key, new File([new Uint8Array(file.size)], "a"));
  await pages.clock.pass(6000);
  assertEquals([is(ann), is(bob)], ["missing", "waiting"]);
  ann.transfers.restore(key, file);
  await pages.until(() => is(ann) === "done" && is(bob) === "done");
  await hasArrived(pages, file);
  pages.close();
});

Deno.test("FileTransfers: a block that is not what it says is asked for once more, and the rest goes on", async () => {
  const pages = filePages();
  const file = fileOf("a", SIZE);
  let seen = 0;
  pages.spoil = (data) => {
    const before = seen;
    seen += data.length;
    if (before <= BLOCK_BYTES && seen > BLOCK_BYTES) data[0] = (data[0] ?? 0) ^ 1;
    return data;
  };
  await accepted(pages, file);
  await pages.until(() => is(pages.ann) === "done" && is(pages.bob) === "done");
  await hasArrived(pages, file);
  assertEquals(pages.channels.length, 2);
  pages.close();
});

Deno.test("FileTransfers: every block is spoiled: the receiver gives up and both sides say why", async () => {
  const pages = filePages();
  pages.spoil = (data) => data.fill(7);
  await accepted(pages, fileOf("a", SIZE));
  await pages.until(() => is(pages.ann) === "ended" && is(pages.bob) === "ended");
  assertEquals(standing(pages.bob), { is: "ended", why: { code: "corrupt", mine: true } });
  assertEquals(standing(pages.ann), { is: "ended", why: { code: "corrupt", mine: false } });
  assertEquals(pages.channels.length, 2);
  pages.close();
});

Deno.test("FileTransfers: a file that can no longer be read ends with words", async () => {
  const pages = filePages();
  const file = fileOf("a", SIZE);
  Object.defineProperty(file, "slice", {
    value: () => ({
      arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")),
    }),
  });
  await accepted(pages, file);
  await pages.until(() => is(pages.bob) === "ended");
  assertEquals(standing(pages.bob), { is: "ended", why: { code: "unreadable", mine: false } });
  pages.close();
});

Deno.test("FileTransfers: a file that memory does not take is refused before a byte is sent", async () => {
  const pages = filePages();
  Object.assign(pages.bob.store, { limit: 1000 });
  await accepted(pages, fileOf("a", 1001));
  await pages.until(() => is(pages.ann) === "ended");
  assertEquals(standing(pages.ann), { is: "ended", why: { code: "no-room", mine: false } });
  assertEquals(pages.channels, []);
  pages.close();
});

Deno.test("FileTransfers: whoever chooses more files than are open at once sends all of them, in their order", async () => {
  const pages = filePages();
  const { ann, bob } = pages;
  await turn();
  ann.transfers.offer(Array.from({ length: 20 }, (_, at) => fileOf(`${at}`, 10)), null);
  for (let at = 0; at < 20; at++) {
    await pages.until(() => bob.shown.length > at);
    bob.transfers.accept(bob.shown[at]?.key ?? "");
  }
  await pages.until(() =>
    bob.shown.filter((one) => one.parties[0]?.progress.is === "done").length === 20
  );
  assertEquals(bob.lines, Array.from({ length: 20 }, (_, at) => `${at}`));
  pages.close();
});

Deno.test("FileTransfers: while the call is short of bandwidth a file takes next to nothing", async () => {
  const pages = filePages();
  pages.ann.narrow = true;
  await accepted(pages, fileOf("a", SIZE));
  await pages.until(() => sentBytes(pages) > 0);
  const before = sentBytes(pages);
  for (let at = 0; at < 20; at++) await pages.clock.pass(500);
  const slow = sentBytes(pages) - before;
  assert(slow > 0 && slow <= 11 * 4096, `${slow}`);
  pages.ann.narrow = false;
  await pages.until(() => is(pages.bob) === "done");
  pages.close();
});

Deno.test("FileTransfers: any order of cuts and reloads ends with the same bytes", async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const pages = filePages();
    const random = seeded(seed);
    const file = fileOf("a", Math.ceil(random() * 12 * BLOCK_BYTES));
    await accepted(pages, file);
    for (let at = 0; at < 6; at++) {
      const steps = random() * 20;
      for (let step = 0; step < steps; step++) await pages.clock.pass(20);
      const what = Math.floor(random() * 4);
      if (what === 0) pages.cut();
      if (what <= 1) pages.connect();
      if (what === 2) await pages.reload(pages.ann);
      if (what === 3) await pages.reload(pages.bob);
    }
    await pages.until(() => !/offered|waiting|moving/.test(`${is(pages.bob)}`));
    if (is(pages.bob) === "done") await hasArrived(pages, file);
    // A sender that was reloaded before it had heard of the accept has forgotten its offer, and a
    // receiver that was reloaded after that has nothing left to show.
    else if (is(pages.bob)) {
      assertEquals(standing(pages.bob), { is: "ended", why: { code: "unknown", mine: false } });
    }
    pages.close();
  }
});
