import { assert, assertEquals } from "@std/assert";
import { lengthPrefixed } from "../../../../client/call/security/bytes.ts";
import { correspond } from "../../../../client/call/security/envelope.ts";
import type { Sealed } from "../../../../client/call/messages/negotiation.ts";
import { deriveSeal } from "../../../../client/call/security/seal.ts";
import type { Session } from "../../../../client/call/security/local_session.ts";
import { newSigner, signed } from "../../../../client/call/security/signing_key.ts";
import { encode, random } from "../../../../client/call/security/base64url.ts";

const [ANN, BOB, CEM] = ["A".repeat(22), "B".repeat(22), "C".repeat(22)] as const;
const ABOUT = { name: "Ann", mic: true, camera: true, screen: false, hand: false };
const hex = (byte: string) => Array(32).fill(byte).join(":");
const FP = encode(new Uint8Array(32).fill(0xab));
const SDP = `v=0\r\na=fingerprint:sha-256 ${hex("AB")}\r\n`;
const COMMIT = "C".repeat(43);

const offer = (sdp = SDP): Sealed => ({
  kind: "client-offer",
  body: { pc: "P".repeat(22), sdp, commit: COMMIT, about: ABOUT },
});
const candidates: Sealed = {
  kind: "client-candidate",
  body: { pc: "P".repeat(22), candidates: [{ candidate: "candidate:1", mid: "0" }] },
};

async function session(fp = FP): Promise<Session> {
  const { signer } = await newSigner();
  const hello = { sid: random(16), idk: signer.idk, fp };
  return { hello, certificate: {} as RTCCertificate, sign: signer.sign };
}

/** Ann writes, Bob reads; `key` opens the room. */
async function room() {
  const seal = await deriveSeal("room", "");
  const [ann, bob] = [await session(), await session()];
  return {
    ...{ seal, ann, bob },
    pen: correspond(seal, ann, ANN),
    eye: correspond(seal, bob, BOB),
  };
}

Deno.test("a letter arrives as it was written, with who wrote it and which one it is", async () => {
  const { ann, bob, pen, eye } = await room();
  const first = await pen.write(BOB, "*", offer());
  await pen.write(CEM, "*", offer());
  const second = await pen.write(BOB, bob.hello.sid, candidates);
  for (const [seq, text, sealed] of [[1, first, offer()], [2, second, candidates]] as const) {
    const read = await eye.read(sealed.kind, ANN, text);
    assert(read.is === "letter");
    const { hello, seq: told, sealed: found } = read.letter;
    assertEquals([hello, told, found], [ann.hello, seq, sealed]);
  }
});

Deno.test("Letters: a third member can tell who has written a letter to another one", async () => {
  const { ann, pen, eye, seal, bob } = await room();
  const text = await pen.write(CEM, "*", offer());
  const place = { kind: "client-offer", from: ANN, to: CEM };
  assertEquals(await eye.writer(place, text), ann.hello.idk);
  assertEquals(await eye.writer({ ...place, from: BOB }, text), null);
  // Somebody else's letter under Ann's id, and one that claims Ann's key.
  const other = await correspond(seal, bob, ANN).write(CEM, "*", offer());
  assertEquals(await eye.writer(place, other), bob.hello.idk);
  const claim = { hello: ann.hello, certificate: bob.certificate, sign: bob.sign };
  const stolen = await correspond(seal, claim, ANN).write(CEM, "*", offer());
  assertEquals(await eye.writer(place, stolen), null);
});

Deno.test("an answer names its offer", async () => {
  const { pen, eye } = await room();
  const { body } = offer();
  assert("sdp" in body);
  const sealed: Sealed = { kind: "client-answer", body: { ...body, offer: "O".repeat(43) } };
  const read = await eye.read("client-answer", ANN, await pen.write(BOB, "*", sealed));
  assert(read.is === "letter");
  assertEquals(read.letter.sealed, sealed);
});

Deno.test("E6: a letter that is delivered elsewhere does not open", async () => {
  const { seal, ann, pen, eye } = await room();
  const text = await pen.write(BOB, "*", offer());
  const cem = correspond(seal, await session(), CEM);
  const mirror = correspond(seal, ann, ANN);
  assertEquals([
    await cem.read("client-offer", ANN, text),
    await mirror.read("client-offer", ANN, text),
    await mirror.read("client-offer", BOB, text),
    await eye.read("client-offer", CEM, text),
    await eye.read("client-answer", ANN, text),
  ], Array(5).fill({ is: "void" }));
});

Deno.test("E4: what is not sealed, or not with this room's key, is void", async () => {
  const { eye, ann } = await room();
  const other = correspond(await deriveSeal("another room", ""), ann, ANN);
  const plain = encode(new TextEncoder().encode(JSON.stringify(offer().body)));
  for (const text of [plain, "", "A", await other.write(BOB, "*", offer())]) {
    assertEquals(await eye.read("client-offer", ANN, text), { is: "void" });
  }
});

Deno.test("a letter for another session is void: the page was reloaded since", async () => {
  const { pen, eye, ann } = await room();
  const text = await pen.write(BOB, ann.hello.sid, offer());
  assertEquals(await eye.read("client-offer", ANN, text), { is: "void" });
});

/** Seals whatever a holder of the key likes to write in Ann's name. */
async function forge(change: (signature: string, json: string) => string, sealed = offer()) {
  const { seal, pen, eye, ann, bob } = await room();
  const place = { kind: sealed.kind, from: ANN, to: BOB };
  const honest = await seal.open(place, await pen.write(BOB, "*", sealed)) ?? "";
  const text = await seal.seal(place, change(honest.slice(0, 86), honest.slice(86)));
  return { read: await eye.read(sealed.kind, ANN, text), ann, bob };
}

Deno.test("E7: whoever changes anything in a letter breaks its signature", async () => {
  assertEquals((await forge((signature, json) => signature + json)).read.is, "letter");
  const changes: ((signature: string, json: string) => string)[] = [
    (signature, json) => signature + json.replace('"seq":1', '"seq":2'),
    (signature, json) => signature + json.replace("PPPP", "QPPP"),
    (signature, json) => signature + json.replace('"to":"*"', `"to":"${"*".repeat(22)}"`),
    (signature, json) => signature + json.replace("Ann", "Eve"),
    (signature, json) => signature + json + " ",
    (signature, json) => `${signature.slice(0, 20)}AAAA${signature.slice(24)}${json}`,
    (_, json) => "A".repeat(86) + json,
    (_, json) => json,
    () => "",
    () => "not a letter at all",
  ];
  for (const change of changes) assertEquals((await forge(change)).read, { is: "forged" });
});

Deno.test("E12: a member cannot write in another's name with a key of its own", async () => {
  const { seal, eye, ann } = await room();
  const mallory = await session();
  // With Ann's hello, and a signature of somebody else.
  const stolen = correspond(seal, { ...mallory, hello: ann.hello }, ANN);
  const text = await stolen.write(BOB, "*", offer());
  assertEquals(await eye.read("client-offer", ANN, text), { is: "forged" });
});

Deno.test("a signature holds for its room, its kind, its sender and its receiver alone", async () => {
  const { seal, pen, eye, ann } = await room();
  const place = { kind: "client-offer", from: ANN, to: BOB };
  const honest = await seal.open(place, await pen.write(BOB, "*", offer())) ?? "";
  const elsewhere = await deriveSeal("another room", "");
  const there = correspond(elsewhere, await session(), BOB);
  const cem = correspond(seal, await session(), CEM);
  assertEquals([
    await there.read("client-offer", ANN, await elsewhere.seal(place, honest)),
    await cem.read("client-offer", ANN, await seal.seal({ ...place, to: CEM }, honest)),
    await eye.read("client-offer", CEM, await seal.seal({ ...place, from: CEM }, honest)),
  ], Array(3).fill({ is: "forged" }));
  assert(ann);
});

Deno.test("E3: a description names the announced certificate and no other", async () => {
  const { seal, eye } = await room();
  const evil = correspond(seal, await session(), ANN);
  const bad = [
    SDP + `a=fingerprint:sha-256 ${hex("CD")}\r\n`,
    `v=0\r\na=fingerprint:sha-256 ${hex("CD")}\r\n`,
    "v=0\r\n",
    SDP + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
  ];
  for (const sdp of bad) {
    const text = await evil.write(BOB, "*", offer(sdp));
    assertEquals(await eye.read("client-offer", ANN, text), { is: "forged" }, sdp);
  }
});

Deno.test("a letter is not an object of another shape, however well it is signed", async () => {
  const { seal, eye, ann } = await room();
  const place = { kind: "client-offer", from: ANN, to: BOB };
  const json = JSON.stringify({ hello: ann.hello, to: "*", seq: 1, body: candidates.body });
  const said = lengthPrefixed(["v1", seal.roomId, place.kind, ANN, BOB, json]);
  const signature = await ann.sign(said);
  assert(await signed(ann.hello.idk, signature, said));
  const text = await seal.seal(place, signature + json);
  assertEquals(await eye.read("client-offer", ANN, text), { is: "void" });
});

Deno.test("Letter: what a later version says and this one does not know is no forgery", async () => {
  const { seal, eye, ann } = await room();
  const pc = "P".repeat(22);
  const candidate = { candidate: "candidate:1", mid: "0" };
  const bodies = [
    { pc, candidates: [], door: "ask-again" },
    { pc, candidates: [], door: "locked", count: 2 ** 40 },
    { pc, candidates: Array(60).fill(candidate) },
    { pc, candidates: [{ ...candidate, candidate: "c".repeat(2000) }] },
    { pc: "of another form", more: [1] },
    "a body of another kind",
  ];
  const place = { kind: "client-candidate", from: ANN, to: BOB };
  for (const body of bodies) {
    const json = JSON.stringify({ hello: ann.hello, to: "*", seq: 1, body });
    const said = lengthPrefixed(["v1", seal.roomId, place.kind, ANN, BOB, json]);
    const read = async (signature: string) =>
      await eye.read("client-candidate", ANN, await seal.seal(place, signature + json));
    assertEquals(await read(await ann.sign(said)), { is: "void" }, json.slice(0, 200));
    // Nobody else may say so in Ann's name.
    assertEquals(await read("A".repeat(86)), { is: "forged" });
  }
});
