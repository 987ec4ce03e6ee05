import { assert, assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { ABOUT, fakeRoom } from "../../../fakes/members.ts";
import { envelopeOf } from "../../../fakes/peer_pair.ts";
import type { FakeRtc } from "../../../fakes/rtc.ts";

const OTHERS = 16;
/** Connections that are prepared or replaced, and not somebody's. */
const RESERVE = 2;

type Party = ReturnType<typeof fakeRoom>;

/** Has the server announce so many members who are not there. */
function announce({ members }: Party, many: number, prefix = "ghost"): void {
  for (let at = 0; at < many; at++) members.ensure(`${prefix} ${at}`)?.connectIfNeeded();
}

/** Has somebody with the key offer in the name of `id`. */
async function writes(
  { members }: Party,
  id: string,
  seq = 1,
  identityKey = `key of ${id}`,
): Promise<void> {
  const body = {
    connection: `${id} ${seq}`,
    sdp: "offer",
    commit: "C",
    about: { ...ABOUT, name: id },
  };
  const written = envelopeOf(id, { kind: "client-offer", body });
  await members.receive(id, { ...written, seq, session: { ...written.session, identityKey } });
}

Deno.test("Members: 600 announced ids cost 16 connections, and the real pair is repaired", async () => {
  const room = fakeRoom();
  const { members, clock, connect, rtcs, told } = room;
  const rtc = await connect("real");
  announce(room, 600);
  await clock.pass(3000);
  assertEquals(members.list().length, OTHERS);
  const open = rtcs.open().length;
  assert(open <= OTHERS + RESERVE, `${open} connections`);
  rtc.become("failed");
  const again = await connect("real");
  assert(again !== rtc);
  await clock.pass(1000);
  assertEquals(told()[0], "real connected");
});

Deno.test("Members: ids that are announced for minutes cost no more than the tries of 16", async () => {
  const room = fakeRoom();
  const { members, clock, connect, rtcs } = room;
  await connect("real");
  const before = rtcs.all.length;
  for (let second = 0; second < 120; second++) {
    announce(room, 50, `ghost of ${second}`);
    await clock.pass(1000);
  }
  assertEquals([members.list().length, members.get("real") !== undefined], [OTHERS, true]);
  const made = rtcs.all.length - before;
  // Each of them is tried three times in the 16 seconds before it gives way.
  assert(made <= 3 * 120 + RESERVE, `${made} connections in two minutes`);
});

Deno.test("Members: who writes takes the place of an id that was only announced", async () => {
  const room = fakeRoom();
  const { members } = room;
  await room.connect("real");
  announce(room, 600);
  await writes(room, "Newcomer");
  assertEquals([members.list().length, members.get("Newcomer")?.about().name], [
    OTHERS,
    "Newcomer",
  ]);
  assert(members.get("real"));
});

Deno.test("Members: who writes under many ids has no more than 16, and then only what is late", async () => {
  const room = fakeRoom();
  const { members, clock } = room;
  await room.connect("real");
  for (let at = 0; at < 100; at++) await writes(room, `made up ${at}`);
  assertEquals(members.list().length, OTHERS);
  await writes(room, "Newcomer");
  assertEquals(members.get("Newcomer"), undefined);
  await clock.pass(16_000);
  await writes(room, "Newcomer", 2);
  assert(members.get("Newcomer") && members.get("real"));
});

Deno.test("Members: an id that was made up is told of, and takes nobody's place", async () => {
  const room = fakeRoom();
  for (let at = 0; at < OTHERS; at++) await room.connect(`real ${at}`);
  room.members.flagForgery("made up");
  assertEquals([room.members.list().length, room.alarms], [OTHERS, [""]]);
});

/** Somebody who was here and has left. */
async function left(room: Party, id: string): Promise<void> {
  const rtc: FakeRtc = await room.connect(id);
  rtc.channel?.hear('{"type":"bye"}');
  await turn();
}

Deno.test("Members: strangers do not make this page forget whom it has been connected with", async () => {
  const room = fakeRoom();
  await left(room, "bob");
  for (let at = 0; at < 300; at++) await writes(room, `stranger ${at}`);
  // In Bob's name, with another key.
  await writes(room, "bob", 99, "key of a stranger");
  assertEquals(room.alarms.length, 1);
});
