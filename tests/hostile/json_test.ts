import { assertEquals } from "@std/assert";
import { decodeClient, MAX_FRAME_BYTES, MAX_JSON } from "../../protocol/mod.ts";
import { id } from "../fakes/server_socket.ts";

const call = { type: "client-call" };
const bad = { ok: false, code: "bad_message" } as const;
const good = { ok: true, message: call };
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const withMore = (more: string) => `{"type":"client-call","x":${more}}`;

Deno.test("B41: six levels are read, seven are not, nor are 32,000", () => {
  const { depth } = MAX_JSON;
  assertEquals<unknown>(decodeClient(withMore(nested(depth - 1))), good);
  assertEquals(decodeClient(withMore(nested(depth))), bad);
  const objects = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  assertEquals(decodeClient(withMore(objects)), bad);
  const deepest = withMore(nested((MAX_FRAME_BYTES - 40) / 2));
  assertEquals(deepest.length <= MAX_FRAME_BYTES, true);
  assertEquals(decodeClient(deepest), bad);
  // What is never closed again is refused before anybody parses it.
  assertEquals(decodeClient("[".repeat(MAX_FRAME_BYTES)), bad);
  assertEquals(decodeClient(`{"type":"client-offer","to":${nested(30_000)}}`), bad);
});

Deno.test("B42: 32 keys and arrays of 64 are read, one more is not, nor are 10,000", () => {
  const keys = (count: number) =>
    JSON.stringify({
      ...call,
      ...Object.fromEntries(Array.from({ length: count - 1 }, (_, at) => [`k${at}`, at])),
    });
  assertEquals<unknown>(decodeClient(keys(MAX_JSON.keys)), good);
  assertEquals(decodeClient(keys(MAX_JSON.keys + 1)), bad);
  assertEquals(decodeClient(keys(10_000)), bad);
  const items = (count: number) => withMore(JSON.stringify(new Array(count).fill(0)));
  assertEquals<unknown>(decodeClient(items(MAX_JSON.items)), good);
  assertEquals(decodeClient(items(MAX_JSON.items + 1)), bad);
  // Each object and array counts by itself.
  const two = JSON.stringify([new Array(60).fill(0), new Array(60).fill({ a: 1, b: 2 })]);
  assertEquals<unknown>(decodeClient(withMore(two)), good);
  assertEquals(decodeClient(JSON.stringify({ ...call, to: "x".repeat(60_000) })), bad);
});

Deno.test("B41, B42: brackets and commas inside of strings are text", () => {
  const text = `[[[[[[[[[[,,,,{{{{\\"]]`.repeat(20);
  assertEquals<unknown>(decodeClient(JSON.stringify({ ...call, text, [text]: text })), good);
  assertEquals<unknown>(decodeClient(withMore(String.raw`"\\"`)), good);
  assertEquals(decodeClient(withMore(`"${nested(30)}`)), { ok: false, code: "bad_json" });
  assertEquals(decodeClient(`{"type":"client-call${"\\"}`), { ok: false, code: "bad_json" });
});

Deno.test("B44: what is dropped does not travel on, whatever the way it was decoded", () => {
  const to = id("to");
  const extra = { from: id("me"), at: 1e99, room: "r", x: [1] };
  const messages = [
    { type: "client-offer", to, sealed: "c2VhbGVk" },
    { type: "client-call", to },
    { type: "client-leave" },
  ];
  for (const message of messages) {
    for (const frame of [{ ...message, ...extra }, { ...extra, ...message }]) {
      assertEquals<unknown>(decodeClient(JSON.stringify(frame)), { ok: true, message });
    }
  }
});
