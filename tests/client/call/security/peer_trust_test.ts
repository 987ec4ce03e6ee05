import { assertEquals } from "@std/assert";
import { acquaint } from "../../../../client/call/security/peer_trust.ts";
import type { Hello, Sealed } from "../../../../client/call/messages/negotiation.ts";

const ABOUT = { name: "Bo", mic: true, camera: true, screen: false, hand: false };
const OFFER: Sealed = {
  kind: "client-offer",
  body: { pc: "pc", sdp: "v=0", commit: "c", about: ABOUT },
};
const CANDIDATES: Sealed = { kind: "client-candidate", body: { pc: "pc", candidates: [] } };
const FIRST: Hello = { sid: "first", idk: "bo", fp: "one" };
const SECOND: Hello = { sid: "second", idk: "bo", fp: "two" };
const OTHER: Hello = { sid: "third", idk: "mallory", fp: "three" };

function bo() {
  const met = acquaint();
  const judge = (hello: Hello, seq: number, sealed = CANDIDATES) =>
    met.judge({ hello, seq, sealed });
  return { met, judge };
}

Deno.test("every letter is obeyed once, in whatever order they come", () => {
  const { judge } = bo();
  const order = [1, 3, 2, 1, 3, 2, 4];
  const said = order.map((seq) => judge(FIRST, seq));
  assertEquals(said, ["obey", "obey", "obey", "stale", "stale", "stale", "obey"]);
});

Deno.test("a letter may be 63 behind the newest, and no further", () => {
  const { judge } = bo();
  assertEquals(judge(FIRST, 100), "obey");
  assertEquals([judge(FIRST, 37), judge(FIRST, 36), judge(FIRST, 37)], ["obey", "stale", "stale"]);
});

Deno.test("an offer that is older than the newest is of no use", () => {
  const { judge } = bo();
  assertEquals([judge(FIRST, 2, OFFER), judge(FIRST, 1, OFFER)], ["obey", "stale"]);
  assertEquals([judge(FIRST, 3), judge(FIRST, 4, OFFER)], ["obey", "obey"]);
});

Deno.test("each session counts for itself", () => {
  const { judge } = bo();
  assertEquals([judge(FIRST, 5, OFFER), judge(SECOND, 1, OFFER)], ["obey", "obey"]);
});

Deno.test("a session that has shown its certificate ends the ones before it", () => {
  const { met, judge } = bo();
  judge(FIRST, 1, OFFER);
  assertEquals(met.prove(FIRST), true);
  judge(SECOND, 1, OFFER);
  // A second one that is only announced ends nothing.
  assertEquals([judge(FIRST, 2), met.prove(FIRST)], ["obey", true]);
  judge({ ...SECOND, sid: "again" }, 1);
  assertEquals(met.prove({ ...SECOND, sid: "again" }), true);
  assertEquals([judge(FIRST, 3, OFFER), met.prove(FIRST)], ["stale", false]);
});

Deno.test("a session that was announced later is not over when the one before shows itself", () => {
  const { met, judge } = bo();
  judge(FIRST, 1, OFFER);
  judge(SECOND, 1, OFFER);
  assertEquals(met.prove(FIRST), true);
  assertEquals([judge(SECOND, 2, OFFER), met.prove(SECOND)], ["obey", true]);
  assertEquals([judge(FIRST, 2), met.prove(FIRST)], ["stale", false]);
});

Deno.test("who was never announced proves nothing", () => {
  assertEquals(bo().met.prove(FIRST), false);
});

Deno.test("another key for a proven member is forged, and changes nothing", () => {
  const { met, judge } = bo();
  judge(FIRST, 1);
  met.prove(FIRST);
  assertEquals(judge(OTHER, 1, OFFER), "forged");
  assertEquals(judge({ ...FIRST, idk: "mallory" }, 2, OFFER), "forged");
  assertEquals([met.prove(OTHER), judge(FIRST, 2, OFFER), met.prove(FIRST)], [false, "obey", true]);
  assertEquals([judge(SECOND, 1), met.prove(SECOND)], ["obey", true]);
});

Deno.test("another certificate for the same session is forged", () => {
  const { met, judge } = bo();
  judge(FIRST, 1);
  met.prove(FIRST);
  assertEquals([judge({ ...FIRST, fp: "else" }, 2), judge(FIRST, 2)], ["forged", "obey"]);
});

Deno.test("when two claim to be a member before either is proven, neither is believed", () => {
  for (const claim of [OTHER, { ...FIRST, idk: "mallory" }, { ...FIRST, fp: "else" }]) {
    const { met, judge } = bo();
    assertEquals([judge(FIRST, 1, OFFER), judge(claim, 1, OFFER)], ["obey", "forged"]);
    assertEquals([judge(FIRST, 2), judge(SECOND, 1), judge(claim, 2)], Array(3).fill("forged"));
    assertEquals([met.prove(FIRST), met.prove(claim)], [false, false]);
  }
});

Deno.test("many sessions of one member push out the unproven alone", () => {
  const { met, judge } = bo();
  judge(FIRST, 1);
  met.prove(FIRST);
  for (let at = 0; at < 100; at++) judge({ ...FIRST, sid: `s${at}` }, 1);
  assertEquals([judge(FIRST, 1), judge(FIRST, 2)], ["stale", "obey"]);
  assertEquals(met.prove({ ...FIRST, sid: "s0" }), false);
  assertEquals(met.prove({ ...FIRST, sid: "s99" }), true);
});

Deno.test("Acquaintance: what a third member hands over begins none and disputes none", () => {
  const { met, judge } = bo();
  const third = (hello: Hello, seq: number) => met.judge({ hello, seq, sealed: OFFER }, true);
  assertEquals(third(OTHER, 1), "stale");
  assertEquals(judge(FIRST, 1, OFFER), "obey");
  assertEquals([third(OTHER, 2), third({ ...FIRST, idk: "mallory" }, 2)], ["forged", "forged"]);
  // The member's own letters may come by that road.
  assertEquals([third(FIRST, 2), third(SECOND, 1), judge(FIRST, 2)], ["obey", "obey", "stale"]);
  assertEquals(met.prove(SECOND), true);
});

Deno.test("Acquaintance: of two who claim to be a member no third member's word is heard", () => {
  const { met, judge } = bo();
  judge(FIRST, 1);
  judge(OTHER, 1);
  assertEquals(met.judge({ hello: OTHER, seq: 2, sealed: OFFER }, true), "stale");
});
