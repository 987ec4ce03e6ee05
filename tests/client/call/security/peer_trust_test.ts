import { assertEquals } from "@std/assert";
import { createTrust } from "../../../../client/call/security/peer_trust.ts";
import type {
  NegotiationMessage,
  SessionInfo,
} from "../../../../client/call/messages/negotiation.ts";

const ABOUT = { name: "Bo", mic: true, camera: true, screen: false, hand: false };
const OFFER: NegotiationMessage = {
  kind: "client-offer",
  body: { connection: "pc", sdp: "v=0", commit: "c", about: ABOUT },
};
const CANDIDATES: NegotiationMessage = {
  kind: "client-candidate",
  body: { connection: "pc", candidates: [] },
};
const FIRST: SessionInfo = { sessionId: "first", identityKey: "bo", fingerprint: "one" };
const SECOND: SessionInfo = { sessionId: "second", identityKey: "bo", fingerprint: "two" };
const OTHER: SessionInfo = { sessionId: "third", identityKey: "mallory", fingerprint: "three" };

function bo() {
  const met = createTrust();
  const judge = (sessionInfo: SessionInfo, seq: number, sealed = CANDIDATES) =>
    met.judge({ session: sessionInfo, seq, message: sealed });
  return { met, judge };
}

Deno.test("Peer: every envelope is obeyed once, in whatever order they come", () => {
  const { judge } = bo();
  const order = [1, 3, 2, 1, 3, 2, 4];
  const said = order.map((seq) => judge(FIRST, seq));
  assertEquals(said, ["obey", "obey", "obey", "stale", "stale", "stale", "obey"]);
});

Deno.test("Peer: an envelope may be 63 behind the newest, and no further", () => {
  const { judge } = bo();
  assertEquals(judge(FIRST, 100), "obey");
  assertEquals([judge(FIRST, 37), judge(FIRST, 36), judge(FIRST, 37)], ["obey", "stale", "stale"]);
});

Deno.test("Peer: an offer that is older than the newest is of no use", () => {
  const { judge } = bo();
  assertEquals([judge(FIRST, 2, OFFER), judge(FIRST, 1, OFFER)], ["obey", "stale"]);
  assertEquals([judge(FIRST, 3), judge(FIRST, 4, OFFER)], ["obey", "obey"]);
});

Deno.test("Peer: each session counts for itself", () => {
  const { judge } = bo();
  assertEquals([judge(FIRST, 5, OFFER), judge(SECOND, 1, OFFER)], ["obey", "obey"]);
});

Deno.test("Peer: a session that has shown its certificate ends the ones before it", () => {
  const { met, judge } = bo();
  judge(FIRST, 1, OFFER);
  assertEquals(met.confirmSession(FIRST), true);
  judge(SECOND, 1, OFFER);
  // A second one that is only announced ends nothing.
  assertEquals([judge(FIRST, 2), met.confirmSession(FIRST)], ["obey", true]);
  judge({ ...SECOND, sessionId: "again" }, 1);
  assertEquals(met.confirmSession({ ...SECOND, sessionId: "again" }), true);
  assertEquals([judge(FIRST, 3, OFFER), met.confirmSession(FIRST)], ["stale", false]);
});

Deno.test("Peer: a session that was announced later is not over when the one before shows itself", () => {
  const { met, judge } = bo();
  judge(FIRST, 1, OFFER);
  judge(SECOND, 1, OFFER);
  assertEquals(met.confirmSession(FIRST), true);
  assertEquals([judge(SECOND, 2, OFFER), met.confirmSession(SECOND)], ["obey", true]);
  assertEquals([judge(FIRST, 2), met.confirmSession(FIRST)], ["stale", false]);
});

Deno.test("Peer: who was never announced proves nothing", () => {
  assertEquals(bo().met.confirmSession(FIRST), false);
});

Deno.test("Peer: another key for a proven member is forged, and changes nothing", () => {
  const { met, judge } = bo();
  judge(FIRST, 1);
  met.confirmSession(FIRST);
  assertEquals(judge(OTHER, 1, OFFER), "forged");
  assertEquals(judge({ ...FIRST, identityKey: "mallory" }, 2, OFFER), "forged");
  assertEquals([met.confirmSession(OTHER), judge(FIRST, 2, OFFER), met.confirmSession(FIRST)], [
    false,
    "obey",
    true,
  ]);
  assertEquals([judge(SECOND, 1), met.confirmSession(SECOND)], ["obey", true]);
});

Deno.test("Peer: another certificate for the same session is forged", () => {
  const { met, judge } = bo();
  judge(FIRST, 1);
  met.confirmSession(FIRST);
  assertEquals([judge({ ...FIRST, fingerprint: "else" }, 2), judge(FIRST, 2)], ["forged", "obey"]);
});

Deno.test("Peer: when two claim to be a member before either is proven, neither is believed", () => {
  for (
    const claim of [OTHER, { ...FIRST, identityKey: "mallory" }, { ...FIRST, fingerprint: "else" }]
  ) {
    const { met, judge } = bo();
    assertEquals([judge(FIRST, 1, OFFER), judge(claim, 1, OFFER)], ["obey", "forged"]);
    assertEquals([judge(FIRST, 2), judge(SECOND, 1), judge(claim, 2)], Array(3).fill("forged"));
    assertEquals([met.confirmSession(FIRST), met.confirmSession(claim)], [false, false]);
  }
});

Deno.test("Peer: many sessions of one member push out the unproven alone", () => {
  const { met, judge } = bo();
  judge(FIRST, 1);
  met.confirmSession(FIRST);
  for (let at = 0; at < 100; at++) judge({ ...FIRST, sessionId: `s${at}` }, 1);
  assertEquals([judge(FIRST, 1), judge(FIRST, 2)], ["stale", "obey"]);
  assertEquals(met.confirmSession({ ...FIRST, sessionId: "s0" }), false);
  assertEquals(met.confirmSession({ ...FIRST, sessionId: "s99" }), true);
});

Deno.test("Acquaintance: what a third member hands over begins none and disputes none", () => {
  const { met, judge } = bo();
  const third = (sessionInfo: SessionInfo, seq: number) =>
    met.judge({ session: sessionInfo, seq, message: OFFER }, true);
  assertEquals(third(OTHER, 1), "stale");
  assertEquals(judge(FIRST, 1, OFFER), "obey");
  assertEquals([third(OTHER, 2), third({ ...FIRST, identityKey: "mallory" }, 2)], [
    "forged",
    "forged",
  ]);
  // The member's own envelopes may come by that path.
  assertEquals([third(FIRST, 2), third(SECOND, 1), judge(FIRST, 2)], ["obey", "obey", "stale"]);
  assertEquals(met.confirmSession(SECOND), true);
});

Deno.test("Acquaintance: of two who claim to be a member no third member's word is heard", () => {
  const { met, judge } = bo();
  judge(FIRST, 1);
  judge(OTHER, 1);
  assertEquals(met.judge({ session: OTHER, seq: 2, message: OFFER }, true), "stale");
});

Deno.test("Peer: a standing offer is obeyed as the first word of its session, and once", () => {
  const { judge } = bo();
  assertEquals([judge(FIRST, 0, OFFER), judge(FIRST, 0, OFFER)], ["obey", "stale"]);
  // What follows counts from one, as ever.
  assertEquals([judge(FIRST, 1, OFFER), judge(FIRST, 2)], ["obey", "obey"]);
  assertEquals(judge(FIRST, 0, OFFER), "stale");
});

Deno.test("Peer: a standing offer is stale once anything of its session was obeyed", () => {
  for (const sealed of [OFFER, CANDIDATES]) {
    const { judge } = bo();
    assertEquals([judge(FIRST, 1, sealed), judge(FIRST, 0, OFFER)], ["obey", "stale"]);
  }
});

Deno.test("Peer: a standing offer of a session that is over, or of another key, begins nothing", () => {
  const { met, judge } = bo();
  judge(FIRST, 1, OFFER);
  judge(SECOND, 1, OFFER);
  met.confirmSession(SECOND);
  assertEquals([judge(FIRST, 0, OFFER), judge(OTHER, 0, OFFER)], ["stale", "forged"]);
});
