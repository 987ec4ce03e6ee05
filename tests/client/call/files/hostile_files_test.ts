import { assertEquals } from "@std/assert";
import { BLOCK_BYTES } from "../../../../client/call/messages/file_control.ts";
import { turn } from "../../../fakes/clock.ts";
import {
  fileOf,
  type FilePage,
  type FilePages,
  filePages,
  standing,
} from "../../../fakes/file_pages.ts";

const SIZE = 5 * BLOCK_BYTES + 1000;
const KEY = "k".repeat(22);
const is = (page: FilePage) => standing(page)?.is;

async function accepted(pages: FilePages, file: File): Promise<void> {
  const { ann, bob } = pages;
  await turn();
  ann.transfers.offer([file], null);
  await pages.until(() => is(bob) === "offered");
  bob.transfers.accept(bob.shown[0]?.key ?? "");
}

const sentBytes = ({ channels }: FilePages) => channels.reduce((sum, { bytes }) => sum + bytes, 0);

Deno.test("FileTransfers: of 10,000 offers 16 are shown, and what they bring is named safely", async () => {
  const pages = filePages();
  const { ann, bob } = pages;
  await turn();
  for (let at = 0; at < 10_000; at++) {
    const key = `${at}`.padStart(22, "x");
    pages.say(ann, { type: "file-offer", key, name: "../../\u202Efdp.exe", size: 2 ** 50 });
  }
  await pages.until(() => bob.shown.length > 0);
  await turn();
  assertEquals(bob.shown.length, 16);
  assertEquals(bob.shown[0]?.name, "fdp.exe");
  // The same again opens nothing, and another size under the same key changes nothing.
  pages.say(ann, { type: "file-offer", key: "x".repeat(21) + "0", name: "b", size: 1 });
  await pages.clock.pass(1000);
  assertEquals([bob.shown.length, bob.shown[0]?.size], [16, 2 ** 50]);
  pages.close();
});

Deno.test("FileTransfers: a channel for what was not accepted, of another number, or of no file is closed", async () => {
  const pages = filePages();
  const { ann, bob } = pages;
  await turn();
  ann.transfers = { ...ann.transfers, receive() {} };
  pages.say(ann, { type: "file-offer", key: KEY, name: "a", size: 10 });
  await pages.until(() => is(bob) === "offered");
  const labels = [[`file-${KEY}`, "0"], [`file-${"z".repeat(22)}`, "1"], ["members", ""]] as const;
  const opened = labels.map(([label, protocol]) => pages.open(ann, label, protocol));
  await pages.until(() => opened.every(({ readyState }) => readyState === "closed"));
  bob.transfers.accept(`${ann.id}.${KEY}`);
  await pages.until(() => is(bob) === "waiting");
  const stale = pages.open(ann, `file-${KEY}`, "7");
  await pages.until(() => stale.readyState === "closed");
  assertEquals(is(bob), "waiting");
  pages.close();
});

Deno.test("FileTransfers: who breaks the rules of the channel is cut off, and stores nothing", async () => {
  const block = (index: number) =>
    JSON.stringify({ type: "file-block", index, digest: "A".repeat(43) });
  const attacks: readonly (readonly (string | Uint8Array<ArrayBuffer>)[])[] = [
    [new Uint8Array(11)],
    [new Uint8Array(10), new Uint8Array(1)],
    [new Uint8Array(0)],
    [new Uint8Array(9), block(0)],
    [new Uint8Array(10), block(1)],
    [block(0)],
    [JSON.stringify({ type: "file-digest", digest: "A".repeat(43) })],
    ["{}"],
    ['{"type":"file-ack","offset":1}'],
    ["x".repeat(100_000)],
  ];
  for (const attack of attacks) {
    const pages = filePages();
    const { ann, bob } = pages;
    await turn();
    ann.transfers = { ...ann.transfers, receive() {} };
    pages.say(ann, { type: "file-offer", key: KEY, name: "a", size: 10 });
    await pages.until(() => is(bob) === "offered");
    bob.transfers.accept(`${ann.id}.${KEY}`);
    await pages.until(() => pages.said.includes("bob file-accept"));
    const channel = pages.open(ann, `file-${KEY}`, "1");
    await pages.until(() => is(bob) === "moving");
    for (const one of attack) if (channel.readyState === "open") channel.send(one);
    await pages.until(() => is(bob) === "ended");
    assertEquals(standing(bob), { is: "ended", why: { code: "corrupt", mine: true } });
    assertEquals([bob.saved, await bob.store.names()], [[], []]);
    pages.close();
  }
});

Deno.test("FileTransfers: an accept of an odd offset opens no channel, and one of an unknown key is told so", async () => {
  const pages = filePages();
  const { ann, bob } = pages;
  await turn();
  ann.transfers.offer([fileOf("a", SIZE)], null);
  await pages.until(() => is(bob) === "offered");
  const key = bob.shown[0]?.key.split(".")[1] ?? "";
  for (const offset of [1, SIZE + 1, Number.MAX_SAFE_INTEGER]) {
    pages.say(bob, { type: "file-accept", key, offset, count: 1 });
  }
  pages.say(bob, { type: "file-accept", key: KEY, offset: 0, count: 1 });
  await pages.until(() => pages.said.includes("ann file-end"));
  assertEquals(pages.channels, []);
  // Whoever asks a hundred times at once is given one channel in a quarter of a second.
  for (let count = 1; count <= 100; count++) {
    pages.say(bob, { type: "file-accept", key, offset: 0, count });
  }
  await pages.until(() => pages.channels.length > 0);
  // It may have been opened up to 50 ms before that was seen.
  await pages.clock.pass(190);
  assertEquals(pages.channels.length, 1);
  pages.close();
});

Deno.test("FileTransfers: a member under another signing key gets nothing of a file, and adds nothing to one", async () => {
  const pages = filePages();
  const file = fileOf("a", 20 * BLOCK_BYTES);
  await accepted(pages, file);
  await pages.until(() => sentBytes(pages) > BLOCK_BYTES);
  pages.ann.identityKey = pages.bob.identityKey = "key of somebody else";
  pages.cut();
  pages.connect();
  await pages.until(() => is(pages.ann) === "waiting" && is(pages.bob) === "waiting");
  const { length } = pages.channels;
  await pages.clock.pass(30_000);
  assertEquals([pages.channels.length, is(pages.ann), is(pages.bob)], [
    length,
    "waiting",
    "waiting",
  ]);
  // Nor does it end one, or take part in one by a number that it has guessed.
  const key = pages.bob.shown[0]?.key.split(".")[1] ?? "";
  pages.say(pages.ann, { type: "file-end", key, code: "stopped" });
  pages.say(pages.bob, { type: "file-received", key });
  pages.say(pages.bob, { type: "file-end", key, code: "stopped" });
  const guessed = Array.from(
    { length: 20 },
    (_, count) => pages.open(pages.ann, `file-${key}`, `${count}`),
  );
  await pages.until(() => guessed.every(({ readyState }) => readyState === "closed"));
  await pages.clock.pass(1000);
  assertEquals([is(pages.ann), is(pages.bob)], ["waiting", "waiting"]);
  pages.close();
});
