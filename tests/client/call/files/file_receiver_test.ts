import { assertEquals } from "@std/assert";
import { type ReceiveFault, receiveFile } from "../../../../client/call/files/file_receiver.ts";
import { memoryStore } from "../../../../client/call/files/file_store.ts";
import { MAX_WINDOW_BYTES } from "../../../../client/call/files/congestion_window.ts";
import { BLOCK_BYTES } from "../../../../client/call/messages/file_control.ts";
import { sha256 } from "../../../../client/call/security/bytes.ts";
import { turn } from "../../../fakes/clock.ts";
import { FakeFileChannel } from "../../../fakes/file_pages.ts";

const BLOCK = new Uint8Array(BLOCK_BYTES);
const DIGEST = await sha256(BLOCK);

/** A receiver whose disk does not come back, after so many blocks. */
async function stalled(blocks: number) {
  const faults: ReceiveFault[] = [];
  const stored = await memoryStore().open("a", 0);
  const [near, far] = [new FakeFileChannel("file-a", "1"), new FakeFileChannel("file-a", "1")];
  [near.other, far.other] = [far, near];
  near.readyState = far.readyState = "open";
  receiveFile({
    channel: far,
    size: 100 * BLOCK_BYTES,
    stored: { ...stored, append: () => new Promise(() => {}) },
    onHeard() {},
    onProgress() {},
    onDone() {},
    onFault: (fault) => faults.push(fault),
    signal: new AbortController().signal,
  });
  const acks: number[] = [];
  near.addEventListener("message", (event) => {
    if (event instanceof MessageEvent) acks.push(JSON.parse(event.data).offset);
  });
  for (let index = 0; index < blocks; index++) {
    if (near.readyState !== "open") break;
    near.send(BLOCK);
    near.send(JSON.stringify({ type: "file-block", index, digest: DIGEST }));
    await turn();
    await turn();
  }
  return { faults, acks };
}

Deno.test("receiveFile: a slow disk holds confirmations back, and a sender that keeps its window is not cut off", async () => {
  const { faults, acks } = await stalled(4 + MAX_WINDOW_BYTES / BLOCK_BYTES);
  assertEquals(faults, []);
  assertEquals(acks, [1, 2, 3, 4].map((blocks) => blocks * BLOCK_BYTES));
});

Deno.test("receiveFile: who sends far beyond what is confirmed is cut off", async () => {
  assertEquals((await stalled(60)).faults, ["rules"]);
});
