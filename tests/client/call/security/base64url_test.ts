import { assert, assertEquals } from "@std/assert";
import { decode, encode, random } from "../../../../client/call/security/base64url.ts";

const utf8 = new TextEncoder();

Deno.test("Base64url: base64url gives the texts of RFC 4648 §10 without padding", () => {
  const pairs = [["", ""], ["f", "Zg"], ["fo", "Zm8"], ["foo", "Zm9v"], [
    "foob",
    "Zm9vYg",
  ]] as const;
  for (const [plain, text] of pairs) {
    assertEquals(encode(utf8.encode(plain)), text);
    assertEquals(decode(text), utf8.encode(plain));
  }
});

Deno.test("Base64url: base64url uses - and _ where base64 uses + and /", () => {
  assertEquals(encode(Uint8Array.of(251, 255, 190, 251, 255, 190)), "-_---_--");
  assertEquals(decode("-_---_--"), Uint8Array.of(251, 255, 190, 251, 255, 190));
});

Deno.test("Base64url: base64url keeps every byte of a body longer than an argument list", () => {
  const bytes = new Uint8Array(200_001).map((_, at) => at % 251);
  assertEquals(decode(encode(bytes)), bytes);
});

Deno.test("Base64url: base64url refuses what is none, without throwing", () => {
  for (const text of ["+/", "Zg==", "Zm 9v", "Zm9v\n", "é", "Z", "Zm9vY"]) {
    assertEquals(decode(text), null, text);
  }
});

Deno.test("Base64url: base64url makes random texts of the asked length, no two alike", () => {
  assertEquals(random(16).length, 22);
  assertEquals(decode(random(32))?.length, 32);
  assert(new Set(Array.from({ length: 100 }, () => random(16))).size === 100);
});
