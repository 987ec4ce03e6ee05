import { assert, assertEquals } from "@std/assert";
import type { Envelope } from "../../../../client/call/security/envelope.ts";
import { turn } from "../../../fakes/clock.ts";
import { ABOUT, fakeRoom } from "../../../fakes/members.ts";
import { envelopeOf } from "../../../fakes/peer_pair.ts";

/** An offer to this page in the name of `id`; what it says of itself shows that it was obeyed. */
function offer(
  id: string,
  name: string,
  seq: number,
  sessionInfo: Partial<Envelope["session"]> = {},
): Envelope {
  const body = { connection: `${id} ${seq}`, sdp: "offer", commit: "C", about: { ...ABOUT, name } };
  const written = envelopeOf(id, { kind: "client-offer", body });
  return { ...written, seq, session: { ...written.session, ...sessionInfo } };
}

Deno.test("Doubt: an envelope is obeyed once", async () => {
  const { members, alarms } = fakeRoom();
  await members.receive("b", offer("b", "Bo", 1));
  await members.receive("b", offer("b", "Eve", 1));
  assertEquals([members.get("b")?.about().name, alarms], ["Bo", []]);
});

Deno.test("Doubt: a forged envelope is told of and shown where nothing is connected", async () => {
  const { members, alarms, count, told } = fakeRoom();
  await members.receive("b", offer("b", "Bo", 1));
  const before = count.changed;
  await members.receive("b", offer("b", "Eve", 1, { identityKey: "of Eve" }));
  assertEquals([alarms, told(), members.get("b")?.about().name], [["Bo"], ["b unverified"], "Bo"]);
  assert(count.changed > before);
});

Deno.test("Doubt: whoever is only claimed to be there is shown as unverified, too", () => {
  const { members, alarms, told } = fakeRoom();
  members.flagForgery("x");
  assertEquals([alarms, told()], [[""], ["x unverified"]]);
});

Deno.test("Doubt: a connection that is proven takes the doubt away, a forged envelope brings none", async () => {
  const { members, alarms, connect, told } = fakeRoom();
  members.flagForgery("b");
  const rtc = await connect("b");
  assertEquals(told(), ["b connected"]);
  rtc.become("disconnected");
  assertEquals(told(), ["b reconnecting"]);
  rtc.become("connected");
  await members.receive("b", offer("b", "Eve", 9, { identityKey: "of Eve" }));
  assertEquals([told(), alarms], [["b connected"], ["", "B"]]);
});

Deno.test("Doubt: another certificate than announced is told of, and nothing is connected", async () => {
  const { answered, alarms, told } = fakeRoom();
  const rtc = await answered("b");
  rtc.shows = ["E".repeat(43)];
  rtc.become("connected");
  await turn();
  assertEquals([alarms, told(), rtc.signalingState], [["B"], ["b unverified"], "closed"]);
});

Deno.test("Doubt: a session that somebody has disputed since the offer is not let in", async () => {
  const { members, answered, alarms, told } = fakeRoom();
  const rtc = await answered("b");
  await members.receive("b", offer("b", "Eve", 9, { identityKey: "of Eve" }));
  rtc.become("connected");
  await turn();
  assertEquals([told(), rtc.signalingState], [["b unverified"], "closed"]);
  // The envelope that disputed it was told of; that nothing is connected now proves no more.
  assertEquals(alarms.length, 1);
});

Deno.test("Doubt: who left is still known when somebody comes back in that name", async () => {
  const { members, connect, alarms, told } = fakeRoom();
  (await connect("b")).channel?.hear('{"type":"bye"}');
  assertEquals(told(), []);
  await members.receive("b", offer("b", "Eve", 1, { identityKey: "of Eve", sessionId: "new" }));
  assertEquals([told(), alarms.length], [["b unverified"], 1]);
});
