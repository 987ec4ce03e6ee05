import { assert, assertEquals } from "@std/assert";
import { lengthPrefixed } from "../../../../client/call/security/bytes.ts";
import { createEnvelopes } from "../../../../client/call/security/envelope.ts";
import type { NegotiationMessage } from "../../../../client/call/messages/negotiation.ts";
import { deriveSeal } from "../../../../client/call/security/seal.ts";
import type { LocalSession } from "../../../../client/call/security/local_session.ts";
import {
  generateSigningKey,
  verifySignature,
} from "../../../../client/call/security/signing_key.ts";
import { encode, random } from "../../../../client/call/security/base64url.ts";

const [ANN, BOB, CEM] = ["A".repeat(22), "B".repeat(22), "C".repeat(22)] as const;
const ABOUT = { name: "Ann", mic: true, camera: true, screen: false, hand: false };
const hex = (byte: string) => Array(32).fill(byte).join(":");
const FP = encode(new Uint8Array(32).fill(0xab));
const SDP = `v=0\r\na=fingerprint:sha-256 ${hex("AB")}\r\n`;
const COMMIT = "C".repeat(43);

const offer = (sdp = SDP): NegotiationMessage => ({
  kind: "client-offer",
  body: { connection: "P".repeat(22), sdp, commit: COMMIT, about: ABOUT },
});
const candidates: NegotiationMessage = {
  kind: "client-candidate",
  body: { connection: "P".repeat(22), candidates: [{ candidate: "candidate:1", mid: "0" }] },
};

async function session(fingerprint = FP): Promise<LocalSession> {
  const { signer } = await generateSigningKey();
  const sessionInfo = { sessionId: random(16), identityKey: signer.publicKey, fingerprint };
  return { info: sessionInfo, certificate: {} as RTCCertificate, sign: signer.sign };
}

/** Ann writes, Bob reads; `key` opens the room. */
async function room() {
  const seal = await deriveSeal("room", "");
  const [ann, bob] = [await session(), await session()];
  return {
    ...{ seal, ann, bob },
    pen: createEnvelopes(seal, ann, ANN),
    eye: createEnvelopes(seal, bob, BOB),
  };
}

Deno.test("Envelope: an envelope arrives as it was written, with who wrote it and which one it is", async () => {
  const { ann, bob, pen, eye } = await room();
  const first = await pen.seal(BOB, "*", offer());
  await pen.seal(CEM, "*", offer());
  const second = await pen.seal(BOB, bob.info.sessionId, candidates);
  for (const [seq, text, sealed] of [[1, first, offer()], [2, second, candidates]] as const) {
    const read = await eye.open(sealed.kind, ANN, text);
    assert(read.is === "envelope");
    const { session: sessionInfo, seq: told, message: found } = read.envelope;
    assertEquals([sessionInfo, told, found], [ann.info, seq, sealed]);
  }
});

Deno.test("Envelope: a third member can tell who has written an envelope to another one", async () => {
  const { ann, pen, eye, seal, bob } = await room();
  const text = await pen.seal(CEM, "*", offer());
  const place = { kind: "client-offer", from: ANN, to: CEM };
  assertEquals(await eye.signerOf(place, text), ann.info.identityKey);
  assertEquals(await eye.signerOf({ ...place, from: BOB }, text), null);
  // Somebody else's envelope under Ann's id, and one that claims Ann's key.
  const other = await createEnvelopes(seal, bob, ANN).seal(CEM, "*", offer());
  assertEquals(await eye.signerOf(place, other), bob.info.identityKey);
  const claim = { info: ann.info, certificate: bob.certificate, sign: bob.sign };
  const stolen = await createEnvelopes(seal, claim, ANN).seal(CEM, "*", offer());
  assertEquals(await eye.signerOf(place, stolen), null);
});

Deno.test("Envelope: an answer names its offer", async () => {
  const { pen, eye } = await room();
  const { body } = offer();
  assert("sdp" in body);
  const sealed: NegotiationMessage = {
    kind: "client-answer",
    body: { ...body, offer: "O".repeat(43) },
  };
  const read = await eye.open("client-answer", ANN, await pen.seal(BOB, "*", sealed));
  assert(read.is === "envelope");
  assertEquals(read.envelope.message, sealed);
});

Deno.test("E6: an envelope that is delivered elsewhere does not open", async () => {
  const { seal, ann, pen, eye } = await room();
  const text = await pen.seal(BOB, "*", offer());
  const cem = createEnvelopes(seal, await session(), CEM);
  const mirror = createEnvelopes(seal, ann, ANN);
  assertEquals([
    await cem.open("client-offer", ANN, text),
    await mirror.open("client-offer", ANN, text),
    await mirror.open("client-offer", BOB, text),
    await eye.open("client-offer", CEM, text),
    await eye.open("client-answer", ANN, text),
  ], Array(5).fill({ is: "dropped" }));
});

Deno.test("E4: what is not sealed, or not with this room's key, is void", async () => {
  const { eye, ann } = await room();
  const other = createEnvelopes(await deriveSeal("another room", ""), ann, ANN);
  const plain = encode(new TextEncoder().encode(JSON.stringify(offer().body)));
  for (const text of [plain, "", "A", await other.seal(BOB, "*", offer())]) {
    assertEquals(await eye.open("client-offer", ANN, text), { is: "dropped" });
  }
});

Deno.test("Envelope: an envelope for another session is void: the page was reloaded since", async () => {
  const { pen, eye, ann } = await room();
  const text = await pen.seal(BOB, ann.info.sessionId, offer());
  assertEquals(await eye.open("client-offer", ANN, text), { is: "dropped" });
});

/** Seals whatever a holder of the key likes to write in Ann's name. */
async function forge(change: (signature: string, json: string) => string, sealed = offer()) {
  const { seal, pen, eye, ann, bob } = await room();
  const place = { kind: sealed.kind, from: ANN, to: BOB };
  const honest = await seal.open(place, await pen.seal(BOB, "*", sealed)) ?? "";
  const text = await seal.seal(place, change(honest.slice(0, 86), honest.slice(86)));
  return { read: await eye.open(sealed.kind, ANN, text), ann, bob };
}

Deno.test("E7: whoever changes anything in an envelope breaks its signature", async () => {
  assertEquals((await forge((signature, json) => signature + json)).read.is, "envelope");
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
    () => "not an envelope at all",
  ];
  for (const change of changes) assertEquals((await forge(change)).read, { is: "forged" });
});

Deno.test("E12: a member cannot write in another's name with a key of its own", async () => {
  const { seal, eye, ann } = await room();
  const mallory = await session();
  // With Ann's sessionInfo, and a signature of somebody else.
  const stolen = createEnvelopes(seal, { ...mallory, info: ann.info }, ANN);
  const text = await stolen.seal(BOB, "*", offer());
  assertEquals(await eye.open("client-offer", ANN, text), { is: "forged" });
});

Deno.test("Envelope: a signature holds for its room, its kind, its sender and its receiver alone", async () => {
  const { seal, pen, eye, ann } = await room();
  const place = { kind: "client-offer", from: ANN, to: BOB };
  const honest = await seal.open(place, await pen.seal(BOB, "*", offer())) ?? "";
  const elsewhere = await deriveSeal("another room", "");
  const there = createEnvelopes(elsewhere, await session(), BOB);
  const cem = createEnvelopes(seal, await session(), CEM);
  assertEquals([
    await there.open("client-offer", ANN, await elsewhere.seal(place, honest)),
    await cem.open("client-offer", ANN, await seal.seal({ ...place, to: CEM }, honest)),
    await eye.open("client-offer", CEM, await seal.seal({ ...place, from: CEM }, honest)),
  ], Array(3).fill({ is: "forged" }));
  assert(ann);
});

Deno.test("E3: a description names the announced certificate and no other", async () => {
  const { seal, eye } = await room();
  const evil = createEnvelopes(seal, await session(), ANN);
  const bad = [
    SDP + `a=fingerprint:sha-256 ${hex("CD")}\r\n`,
    `v=0\r\na=fingerprint:sha-256 ${hex("CD")}\r\n`,
    "v=0\r\n",
    SDP + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
  ];
  for (const sdp of bad) {
    const text = await evil.seal(BOB, "*", offer(sdp));
    assertEquals(await eye.open("client-offer", ANN, text), { is: "forged" }, sdp);
  }
});

Deno.test("Envelope: an envelope is not an object of another shape, however well it is signed", async () => {
  const { seal, eye, ann } = await room();
  const place = { kind: "client-offer", from: ANN, to: BOB };
  const json = JSON.stringify({ session: ann.info, to: "*", seq: 1, body: candidates.body });
  const said = lengthPrefixed(["v1", seal.roomId, place.kind, ANN, BOB, json]);
  const signature = await ann.sign(said);
  assert(await verifySignature(ann.info.identityKey, signature, said));
  const text = await seal.seal(place, signature + json);
  assertEquals(await eye.open("client-offer", ANN, text), { is: "dropped" });
});

Deno.test("Envelope: what a later version says and this one does not know is no forgery", async () => {
  const { seal, eye, ann } = await room();
  const pc = "P".repeat(22);
  const candidate = { candidate: "candidate:1", mid: "0" };
  const bodies = [
    { connection: pc, candidates: [], lock: "ask-again" },
    { connection: pc, candidates: [], lock: "locked", count: 2 ** 40 },
    { connection: pc, candidates: Array(60).fill(candidate) },
    { connection: pc, candidates: [{ ...candidate, candidate: "c".repeat(2000) }] },
    { connection: "of another form", more: [1] },
    "a body of another kind",
  ];
  const place = { kind: "client-candidate", from: ANN, to: BOB };
  for (const body of bodies) {
    const json = JSON.stringify({ session: ann.info, to: "*", seq: 1, body });
    const said = lengthPrefixed(["v1", seal.roomId, place.kind, ANN, BOB, json]);
    const read = async (signature: string) =>
      await eye.open("client-candidate", ANN, await seal.seal(place, signature + json));
    assertEquals(await read(await ann.sign(said)), { is: "dropped" }, json.slice(0, 200));
    // Nobody else may say so in Ann's name.
    assertEquals(await read("A".repeat(86)), { is: "forged" });
  }
});

/** Ann's standing offer, with what it holds changed. */
async function standing(part: { readonly seq?: number; readonly to?: string } = {}) {
  const { seal, ann, pen, eye } = await room();
  const { body } = offer();
  assert("sdp" in body && !("offer" in body));
  const place = { kind: "client-offer", from: ANN, to: "*" };
  const json = JSON.stringify({ session: ann.info, to: "*", seq: 0, body, ...part });
  const said = lengthPrefixed(["v1", seal.roomId, place.kind, ANN, "*", json]);
  const text = await seal.seal(place, await ann.sign(said) + json);
  const honest = await pen.seal("*", "*", offer());
  return { seal, ann, pen, eye, body, place, text, honest };
}

Deno.test("Envelope: everybody with the key opens a standing offer, in its owner's name alone", async () => {
  const { seal, ann, eye, body, honest } = await standing();
  const cem = createEnvelopes(seal, await session(), CEM);
  for (const one of [eye, cem]) {
    const read = await one.open("client-offer", ANN, honest, "*");
    assert(read.is === "envelope");
    const { session: sessionInfo, seq, message } = read.envelope;
    assertEquals([sessionInfo, seq, message], [ann.info, 0, { kind: "client-offer", body }]);
  }
  assertEquals(await eye.open("client-offer", BOB, honest, "*"), { is: "dropped" });
  const strangers = createEnvelopes(await deriveSeal("another room", ""), ann, CEM);
  assertEquals(await strangers.open("client-offer", ANN, honest, "*"), { is: "dropped" });
});

Deno.test("Envelope: a standing offer is no offer to a member, and an offer to a member is none", async () => {
  const { pen, eye, honest } = await standing();
  assertEquals(await eye.open("client-offer", ANN, honest), { is: "dropped" });
  assertEquals(await eye.open("client-answer", ANN, honest, "*"), { is: "dropped" });
  const usual = await pen.seal(BOB, "*", offer());
  assertEquals(await eye.open("client-offer", ANN, usual, "*"), { is: "dropped" });
});

Deno.test("Envelope: a number makes a standing offer, and nothing else has it", async () => {
  for (
    const [seq, to, is] of [[0, "*", "envelope"], [1, "*", "dropped"], [
      -1,
      "*",
      "dropped",
    ]] as const
  ) {
    const { eye, text } = await standing({ seq, to });
    assertEquals((await eye.open("client-offer", ANN, text, "*")).is, is, `${seq} ${to}`);
  }
  // Written to a member under the number of a standing offer.
  const { seal, ann, eye, body } = await standing();
  const json = JSON.stringify({ session: ann.info, to: "*", seq: 0, body });
  const said = lengthPrefixed(["v1", seal.roomId, "client-offer", ANN, BOB, json]);
  const text = await seal.seal(
    { kind: "client-offer", from: ANN, to: BOB },
    await ann.sign(said) + json,
  );
  assertEquals(await eye.open("client-offer", ANN, text), { is: "dropped" });
});

Deno.test("E12: nobody leaves a standing offer with another's session", async () => {
  const { seal, ann, eye, pen, place, text } = await standing();
  const mallory = await session();
  const thief = createEnvelopes(seal, { ...mallory, info: ann.info }, ANN);
  const stolen = await thief.seal("*", "*", offer());
  assertEquals(await eye.open("client-offer", ANN, stolen, "*"), { is: "forged" });
  const changed = (await seal.open(place, text) ?? "").replace('"Ann"', '"Eve"');
  const again = await seal.seal(place, changed);
  assertEquals(await eye.open("client-offer", ANN, again, "*"), { is: "forged" });
  const odd = await pen.seal(
    "*",
    "*",
    offer(`v=0\r\na=fingerprint:sha-256 ${hex("CD")}\r\n`),
  );
  assertEquals(await eye.open("client-offer", ANN, odd, "*"), { is: "forged" });
});
