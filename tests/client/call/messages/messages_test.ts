import {
  readFileChannelMessage,
  readFileControl,
} from "../../../../client/call/messages/file_control.ts";
import { readControlMessage } from "../../../../client/call/messages/group_control.ts";
import { assertEquals } from "@std/assert";
import { cleanName } from "../../../../client/call/messages/about.ts";
import { envelopes } from "../../../../client/call/messages/negotiation.ts";
import {
  MAX_CHAT_CHARS,
  readChannelMessage,
} from "../../../../client/call/messages/peer_channel.ts";
import { read } from "../../../../client/call/messages/read.ts";

const ABOUT = { name: "Ann", mic: true, camera: false, screen: false, hand: true };
const PC = "A".repeat(22);

Deno.test("Messages: a talk is decoded, what it does not know is dropped", () => {
  const about = readChannelMessage(
    JSON.stringify({ type: "about", about: { ...ABOUT, x: 1 }, y: 2 }),
  );
  assertEquals(about, { type: "about", about: ABOUT });
  assertEquals(readChannelMessage('{"type":"bye","z":1}'), { type: "bye" });
});

Deno.test("Messages: a talk that is not one is nothing", () => {
  const long = { type: "chat", key: PC, text: "x".repeat(MAX_CHAT_CHARS + 1) };
  const odd = ["{", "null", "[]", '"x"', "{}", '{"type":"constructor"}', '{"type":7}'];
  for (const json of [...odd, JSON.stringify(long), '{"type":"about","about":{"name":"A"}}']) {
    assertEquals(readChannelMessage(json), undefined, json);
  }
});

const HELLO = { sessionId: PC, identityKey: "K".repeat(87), fingerprint: "F".repeat(43) };
const HEAD = { session: HELLO, to: "*", seq: 1 };

Deno.test("Messages: a description and candidates keep to their sizes", () => {
  const sdp = "v=0".padEnd(48 * 1024, " ");
  const body = { connection: PC, sdp, commit: "C".repeat(43), about: ABOUT };
  const offer = (part: object) =>
    read(envelopes["client-offer"], JSON.stringify({ ...HEAD, body: { ...body, ...part } }));
  assertEquals(offer({})?.body.sdp, sdp);
  for (
    const part of [{ sdp: sdp + " " }, { connection: "short" }, { commit: "short" }, { about: 1 }]
  ) {
    assertEquals(offer(part), undefined, JSON.stringify(part));
  }
  const answer = (offer: string) =>
    read(envelopes["client-answer"], JSON.stringify({ ...HEAD, body: { ...body, offer } }));
  assertEquals(answer("O".repeat(43))?.body.offer, "O".repeat(43));
  assertEquals(answer(""), undefined);
  const one = { candidate: "candidate:1", mid: "0" };
  const list = (count: number) => {
    const candidates = new Array(count).fill(one);
    const envelopeOf = { ...HEAD, body: { connection: PC, candidates } };
    return read(envelopes["client-candidate"], JSON.stringify(envelopeOf));
  };
  assertEquals(list(50)?.body.candidates.length, 50);
  assertEquals(list(51), undefined);
});

Deno.test("Messages: an envelope says who writes it, for whom, and which one it is", () => {
  const body = { connection: PC, candidates: [] };
  const heads = [
    { session: { ...HELLO, sessionId: "short" } },
    { session: { ...HELLO, identityKey: "K".repeat(88) } },
    { session: { ...HELLO, fingerprint: "F".repeat(42) } },
    { session: null },
    { to: "" },
    { to: "**" },
    { seq: -1 },
    { seq: 1.5 },
    { seq: "1" },
  ];
  const shape = envelopes["client-candidate"];
  for (const head of heads) {
    assertEquals(read(shape, JSON.stringify({ ...HEAD, ...head, body })), undefined);
  }
  const known = { ...HEAD, to: PC, seq: 7, body };
  assertEquals(read(shape, JSON.stringify({ ...known, more: 1 })), known);
});

Deno.test("Messages: a name is one line of at most 64 characters, and turns no writing direction", () => {
  assertEquals(cleanName("  Ann\n\tB\u0000 "), "Ann  B");
  assertEquals(cleanName("\u202Eevil\u2066"), "evil");
  // Cut between two signs, and not within one of three code points.
  assertEquals(cleanName("👩‍🚀".repeat(40)), "👩‍🚀".repeat(21));
  assertEquals(cleanName("李小明"), "李小明");
});

Deno.test("cleanName: a name of which nothing would be seen counts as none", () => {
  for (
    const name of ["\u200B", "\u3164", "\u2800", "\u00AD", "\u0301".repeat(63), "\u2060 \u200D"]
  ) {
    assertEquals(cleanName(name), "", JSON.stringify(name));
  }
  assertEquals(cleanName("e\u0301"), "e\u0301");
  assertEquals(cleanName("🏳️‍🌈"), "🏳️‍🌈");
});

Deno.test("file messages: sizes are safe integers, names and keys are bounded, and codes are of the list", () => {
  const key = "8M5KwXKuDL2lKMtFs_5vpA";
  const offer = { type: "file-offer", key, name: "a", size: 1 };
  const reads = (value: unknown) => readFileControl(JSON.stringify(value)) !== undefined;
  assertEquals(reads(offer), true);
  for (
    const wrong of [
      { size: -1 },
      { size: 0.5 },
      { size: 2 ** 53 },
      { size: "1" },
      { size: null },
      { name: "a".repeat(256) },
      { name: 1 },
      { key: "short" },
      { key: "../../../../etc/passwd" },
      { type: "file-offers" },
    ]
  ) assertEquals(reads({ ...offer, ...wrong }), false, JSON.stringify(wrong));
  const accept = { type: "file-accept", key, offset: 0, count: 1 };
  assertEquals(reads(accept), true);
  for (const wrong of [{ offset: -1 }, { offset: 2 ** 53 }, { count: 0 }, { count: 2 ** 32 }]) {
    assertEquals(reads({ ...accept, ...wrong }), false, JSON.stringify(wrong));
  }
  assertEquals(reads({ type: "file-end", key, code: "stopped" }), true);
  assertEquals(reads({ type: "file-end", key, code: "<b>" }), false);
  const block = { type: "file-block", index: 0, digest: "A".repeat(43) };
  const reads2 = (value: unknown) => readFileChannelMessage(JSON.stringify(value)) !== undefined;
  assertEquals([reads2(block), reads2({ ...block, digest: "A" })], [true, false]);
  assertEquals(reads2({ type: "file-ack", offset: Infinity }), false);
});

Deno.test("Control messages: a request for pictures has heights and rates within bounds", () => {
  const want = { type: "want", camera: { height: 360, rate: 30 }, screen: { height: 0, rate: 0 } };
  const read = (more: object) => readControlMessage(JSON.stringify({ ...want, ...more }));
  assertEquals<unknown>(read({ chosen: false, more: 1 }), { ...want, chosen: false });
  assertEquals(read({}), undefined);
  for (const height of [-1, 0.5, 4321, 1e300, "360", null, NaN]) {
    assertEquals(read({ chosen: false, camera: { height, rate: 30 } }), undefined, `${height}`);
  }
  for (const rate of [-1, 61, 29.97, "30"]) {
    assertEquals(read({ chosen: false, screen: { height: 360, rate } }), undefined, `${rate}`);
  }
});
