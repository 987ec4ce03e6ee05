import { assertEquals } from "@std/assert";
import {
  candidates,
  cleanName,
  description,
  MAX_CHAT,
  read,
  readTalk,
} from "../../client/call/payload.ts";

const ABOUT = { name: "Ann", mic: true, camera: false, screen: false, hand: true };
const PC = "A".repeat(22);

Deno.test("a talk is decoded, what it does not know is dropped", () => {
  const about = readTalk(JSON.stringify({ type: "about", about: { ...ABOUT, x: 1 }, y: 2 }));
  assertEquals(about, { type: "about", about: ABOUT });
  assertEquals(readTalk('{"type":"bye","z":1}'), { type: "bye" });
});

Deno.test("a talk that is not one is nothing", () => {
  const long = { type: "chat", key: PC, text: "x".repeat(MAX_CHAT + 1) };
  const odd = ["{", "null", "[]", '"x"', "{}", '{"type":"constructor"}', '{"type":7}'];
  for (const json of [...odd, JSON.stringify(long), '{"type":"about","about":{"name":"A"}}']) {
    assertEquals(readTalk(json), undefined, json);
  }
});

Deno.test("a description and candidates keep to their sizes", () => {
  const sdp = "v=0".padEnd(48 * 1024, " ");
  assertEquals(read(description, JSON.stringify({ pc: PC, sdp, about: ABOUT }))?.sdp, sdp);
  assertEquals(
    read(description, JSON.stringify({ pc: PC, sdp: sdp + " ", about: ABOUT })),
    undefined,
  );
  assertEquals(read(description, JSON.stringify({ pc: "short", sdp, about: ABOUT })), undefined);
  const one = { candidate: "candidate:1", mid: "0" };
  const list = (count: number) =>
    read(candidates, JSON.stringify({ pc: PC, candidates: new Array(count).fill(one) }));
  assertEquals(list(50)?.candidates.length, 50);
  assertEquals(list(51), undefined);
});

Deno.test("a name is one line of at most 64 characters, and turns no writing direction", () => {
  assertEquals(cleanName("  Ann\n\tB\u0000 "), "Ann  B");
  assertEquals(cleanName("\u202Eevil\u2066"), "evil");
  assertEquals([...cleanName("👩‍🚀".repeat(40))].length, 64);
  assertEquals(cleanName("李小明"), "李小明");
});
