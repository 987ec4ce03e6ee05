import { assert, assertEquals } from "@std/assert";
import { deflateSync } from "node:zlib";
import { pad, unpad } from "../../../../client/call/security/padding.ts";

const STEP = 256;
const utf8 = new TextEncoder();

function framed(bytes: Uint8Array, flag = 0x80, length = bytes.length): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 4) / STEP) * STEP);
  new DataView(padded.buffer).setUint32(0, length);
  padded[0] = (padded[0] ?? 0) | flag;
  padded.set(bytes, 4);
  return padded;
}

Deno.test("Padding: a padded body comes back, whatever its length and its letters", async () => {
  const noise = Array.from(crypto.getRandomValues(new Uint16Array(5000)), (n) => n.toString(36));
  for (const body of ["", "a", "面对面 ☎", "x".repeat(511), "x".repeat(512), noise.join("")]) {
    const padded = await pad(body);
    assertEquals(padded.length % STEP, 0);
    assertEquals(await unpad(padded), body);
  }
});

Deno.test("Padding: a short body says its length as it is, and shows nothing of it in its size", async () => {
  const sizes = new Set<number>();
  for (const length of [0, 1, 100, 252]) {
    const padded = await pad("x".repeat(length));
    assertEquals(new DataView(padded.buffer).getUint32(0), length);
    sizes.add(padded.length);
  }
  assertEquals([...sizes], [STEP]);
  assertEquals((await pad("x".repeat(253))).length, 2 * STEP);
});

Deno.test("Padding: a long body is compressed by zlib, from 512 bytes on", async () => {
  const lines = "a=rtpmap:96 VP8/90000\r\n".repeat(200);
  const padded = await pad(lines);
  assertEquals(padded.length, STEP);
  assertEquals((padded[0] ?? 0) & 0x80, 0x80);
  assertEquals((await pad("x".repeat(511)))[0], 0);
  assertEquals((await pad("x".repeat(512)))[0], 0x80);
  // Bytes count, not letters.
  assertEquals((await pad("面".repeat(171)))[0], 0x80);
});

Deno.test("Padding: zlib of another implementation is understood", async () => {
  const body = "candidate ☎ ".repeat(1000);
  for (const level of [0, 1, 9]) {
    assertEquals(await unpad(framed(deflateSync(body, { level }))), body);
  }
});

Deno.test("Padding: what decompresses to more than 64 KiB is refused, what does not is not", async () => {
  const most = "x".repeat(65_536);
  assertEquals(await unpad(framed(deflateSync(most))), most);
  assertEquals(await unpad(framed(deflateSync(most + "x"))), null);
  // A thousand times as much as it weighs.
  assertEquals(await unpad(framed(deflateSync(new Uint8Array(30_000_000)))), null);
});

Deno.test("Padding: what is broken is refused: followed by more, no zlib at all, longer than told", async () => {
  const good = deflateSync("y".repeat(2000));
  assertEquals(await unpad(framed(good)), "y".repeat(2000));
  assertEquals(await unpad(framed(Uint8Array.of(...good, 0))), null);
  assertEquals(await unpad(framed(utf8.encode("not zlib"))), null);
  assertEquals(await unpad(framed(good, 0x80, STEP)), null);
  assertEquals(await unpad(new Uint8Array(3)), null);
  assertEquals(await unpad(new Uint8Array(4)), "");
});

Deno.test("Padding: the length counts, not the zeros behind it", async () => {
  const padded = framed(utf8.encode("abcdef"), 0, 3);
  assertEquals(await unpad(padded), "abc");
  assert((await unpad(framed(utf8.encode("abc"), 0, 252)))?.startsWith("abc\0"));
  assertEquals(await unpad(framed(utf8.encode("abc"), 0, 253)), null);
});
