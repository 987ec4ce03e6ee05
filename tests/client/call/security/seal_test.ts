import { assert, assertEquals } from "@std/assert";
import vectors from "../../../vectors/seal.json" with { type: "json" };
import { decode, encode } from "../../../../client/call/security/base64url.ts";
import { deriveSeal, type MessagePlace } from "../../../../client/call/security/seal.ts";

const KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const OTHER_KEY = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const PLACE: MessagePlace = { kind: "client-offer", from: "A".repeat(22), to: "B".repeat(22) };

function length(sealed: string): number {
  return decode(sealed)?.length ?? -1;
}

for (const { name, key, roomId, sealed } of vectors.rooms) {
  Deno.test(`Seal: seal opens the vectors of ${name} ${key ? "with" : "without"} a key`, async () => {
    const seal = await deriveSeal(name, key);
    assertEquals(seal.roomId, roomId);
    for (const { place, body, text } of sealed) assertEquals(await seal.open(place, text), body);
  });
}

Deno.test("Seal: seal refuses bodies that are authentic and still not sealed by the rules", async () => {
  const { name, key, sealed } = vectors.refused;
  const seal = await deriveSeal(name, key);
  for (const { why, place, text } of sealed) assertEquals(await seal.open(place, text), null, why);
});

Deno.test("Seal: seal opens its own, whatever the text", async () => {
  const seal = await deriveSeal("standup", KEY);
  for (const body of ["", "a", "面对面 ☎ 😀", "x".repeat(20_000)]) {
    assertEquals(await seal.open(PLACE, await seal.seal(PLACE, body)), body);
  }
});

Deno.test("Seal: seal is bound to its kind, its sender and its receiver", async () => {
  const seal = await deriveSeal("standup", KEY);
  const sealed = await seal.seal(PLACE, "body");
  const moved: MessagePlace[] = [
    { ...PLACE, kind: "client-answer" },
    { ...PLACE, from: "C".repeat(22) },
    { ...PLACE, to: "C".repeat(22) },
    { ...PLACE, from: PLACE.to, to: PLACE.from },
    // The same characters, divided in another way.
    { kind: PLACE.kind, from: PLACE.from + "B", to: PLACE.to.slice(1) },
    { kind: PLACE.kind + "A", from: PLACE.from.slice(1), to: PLACE.to },
  ];
  for (const place of moved) assertEquals(await seal.open(place, sealed), null);
});

Deno.test("Seal: seal's sender alone decides the key: no other member's body passes for theirs", async () => {
  const seal = await deriveSeal("standup", KEY);
  const mallory = await seal.seal({ ...PLACE, from: "M".repeat(22) }, "body");
  assertEquals(await seal.open(PLACE, mallory), null);
});

Deno.test("Seal: seal notices every flipped bit and every missing byte", async () => {
  const seal = await deriveSeal("standup", KEY);
  const bytes = decode(await seal.seal(PLACE, "body")) ?? new Uint8Array();
  for (const at of [0, 11, 12, 16, 100, bytes.length - 17, bytes.length - 16, bytes.length - 1]) {
    for (const bit of [1, 128]) {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] ?? 0) ^ bit;
      assertEquals(await seal.open(PLACE, encode(flipped)), null, `byte ${at}`);
    }
  }
  for (const end of [0, 11, 12, 13, 28, bytes.length - 1]) {
    assertEquals(await seal.open(PLACE, encode(bytes.subarray(0, end))), null, `${end} bytes`);
  }
  assertEquals(await seal.open(PLACE, encode(Uint8Array.of(...bytes, 0))), null);
});

Deno.test("Seal: seal refuses what is no base64url", async () => {
  const seal = await deriveSeal("standup", KEY);
  for (const text of ["", "====", "not base64url", "Z", "\u0000"]) {
    assertEquals(await seal.open(PLACE, text), null);
  }
});

Deno.test("Seal: seal of another key or another name neither opens nor shares the room id", async () => {
  const seal = await deriveSeal("standup", KEY);
  const sealed = await seal.seal(PLACE, "body");
  const others = [
    await deriveSeal("standup", OTHER_KEY),
    await deriveSeal("standup2", KEY),
    await deriveSeal("standup", ""),
  ];
  for (const other of others) {
    assert(other.roomId !== seal.roomId);
    assertEquals(await other.open(PLACE, sealed), null);
  }
});

Deno.test("Seal: seal of an open room needs the name and nothing else", async () => {
  const sealed = await (await deriveSeal("standup", "")).seal(PLACE, "body");
  assertEquals(await (await deriveSeal("standup", "")).open(PLACE, sealed), "body");
  assertEquals(await (await deriveSeal("standup", KEY)).open(PLACE, sealed), null);
});

Deno.test("Seal: seal's room id is 22 characters and the same every time", async () => {
  const { roomId } = await deriveSeal("standup", KEY);
  assert(/^[A-Za-z0-9_-]{22}$/.test(roomId));
  assertEquals((await deriveSeal("standup", KEY)).roomId, roomId);
});

Deno.test("Seal: seal hides the length in steps of 256 bytes", async () => {
  const seal = await deriveSeal("standup", KEY);
  const outside = 12 + 16;
  for (const [body, inside] of [[0, 256], [1, 256], [252, 256], [253, 512], [509, 768]] as const) {
    assertEquals(length(await seal.seal(PLACE, "x".repeat(body))), inside + outside, `${body}`);
  }
  // Counted in bytes, not in characters.
  assertEquals(length(await seal.seal(PLACE, "面".repeat(85))), 512 + outside);
});

Deno.test("Seal: seal never uses the same IV twice for the same body", async () => {
  const seal = await deriveSeal("standup", KEY);
  const sealed = await Promise.all(Array.from({ length: 50 }, () => seal.seal(PLACE, "body")));
  assertEquals(new Set(sealed.map((text) => text.slice(0, 16))).size, 50);
});

Deno.test("Seal: seal goes on with known senders after a flood of strange ones", async () => {
  const seal = await deriveSeal("standup", KEY);
  const before = await seal.seal(PLACE, "before");
  const strangers = Array.from({ length: 200 }, (_, at) => ({ ...PLACE, from: `stranger-${at}` }));
  for (const place of strangers) assertEquals(await seal.open(place, before), null);
  assertEquals(await seal.open(PLACE, before), "before");
  for (const place of strangers.slice(0, 70)) {
    assertEquals(await seal.open(place, await seal.seal(place, "again")), "again");
  }
});
