import { assert, assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { ABOUT, crowd } from "../../../fakes/members.ts";
import { letter } from "../../../fakes/peer_pair.ts";
import type { FakeRtc } from "../../../fakes/rtc.ts";

const OTHERS = 16;
/** Connections that are prepared or replaced, and not somebody's. */
const RESERVE = 2;

type Party = ReturnType<typeof crowd>;

/** Has the server announce so many members who are not there. */
function announce({ around }: Party, many: number, prefix = "ghost"): void {
  for (let at = 0; at < many; at++) around.ensure(`${prefix} ${at}`)?.connectIfNeeded();
}

/** Has somebody with the key offer in the name of `id`. */
async function writes(
  { around }: Party,
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
  const written = letter(id, { kind: "client-offer", body });
  await around.receive(id, { ...written, seq, session: { ...written.session, identityKey } });
}

Deno.test("Members: 600 announced ids cost 16 connections, and the real pair is repaired", async () => {
  const party = crowd();
  const { around, clock, connect, ether, told } = party;
  const rtc = await connect("real");
  announce(party, 600);
  await clock.pass(3000);
  assertEquals(around.list().length, OTHERS);
  const open = ether.open().length;
  assert(open <= OTHERS + RESERVE, `${open} connections`);
  rtc.become("failed");
  const again = await connect("real");
  assert(again !== rtc);
  await clock.pass(1000);
  assertEquals(told()[0], "real connected");
});

Deno.test("Members: ids that are announced for minutes cost no more than the tries of 16", async () => {
  const party = crowd();
  const { around, clock, connect, ether } = party;
  await connect("real");
  const before = ether.all.length;
  for (let second = 0; second < 120; second++) {
    announce(party, 50, `ghost of ${second}`);
    await clock.pass(1000);
  }
  assertEquals([around.list().length, around.get("real") !== undefined], [OTHERS, true]);
  const made = ether.all.length - before;
  // Each of them is tried three times in the 16 seconds before it gives way.
  assert(made <= 3 * 120 + RESERVE, `${made} connections in two minutes`);
});

Deno.test("Members: who writes takes the place of an id that was only announced", async () => {
  const party = crowd();
  const { around } = party;
  await party.connect("real");
  announce(party, 600);
  await writes(party, "Newcomer");
  assertEquals([around.list().length, around.get("Newcomer")?.about().name], [OTHERS, "Newcomer"]);
  assert(around.get("real"));
});

Deno.test("Members: who writes under many ids has no more than 16, and then only what is late", async () => {
  const party = crowd();
  const { around, clock } = party;
  await party.connect("real");
  for (let at = 0; at < 100; at++) await writes(party, `made up ${at}`);
  assertEquals(around.list().length, OTHERS);
  await writes(party, "Newcomer");
  assertEquals(around.get("Newcomer"), undefined);
  await clock.pass(16_000);
  await writes(party, "Newcomer", 2);
  assert(around.get("Newcomer") && around.get("real"));
});

Deno.test("Members: an id that was made up is told of, and takes nobody's place", async () => {
  const party = crowd();
  for (let at = 0; at < OTHERS; at++) await party.connect(`real ${at}`);
  party.around.flagForgery("made up");
  assertEquals([party.around.list().length, party.alarms], [OTHERS, [""]]);
});

/** Somebody who was here and has left. */
async function left(party: Party, id: string): Promise<void> {
  const rtc: FakeRtc = await party.connect(id);
  rtc.channel?.hear('{"type":"bye"}');
  await turn();
}

Deno.test("Members: strangers do not make this page forget whom it has been connected with", async () => {
  const party = crowd();
  await left(party, "bob");
  for (let at = 0; at < 300; at++) await writes(party, `stranger ${at}`);
  // In Bob's name, with another key.
  await writes(party, "bob", 99, "key of a stranger");
  assertEquals(party.alarms.length, 1);
});
