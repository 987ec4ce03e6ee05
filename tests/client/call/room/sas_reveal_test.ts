import { assert, assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { fakeRoom } from "../../../fakes/members.ts";
import { asFake, pair } from "../../../fakes/peer_pair.ts";
import type { FakeRtc } from "../../../fakes/rtc.ts";

const reveal = (rtc: FakeRtc, secret: string) =>
  rtc.channel?.hear(JSON.stringify({ type: "sas-reveal", secret: secret.padEnd(43, "_") }));

/** The commitment of the fakes is to a secret that is told in the same words. */
const secretOf = (id: string) => `secret-of-${id}`;

Deno.test("Reveal: a secret is told once a connection is proven, and not before", async () => {
  const { small, large, rtcs, settle, deliver } = pair();
  small.peer.connectIfNeeded();
  large.peer.connectIfNeeded();
  await settle();
  await deliver();
  const told = () =>
    (asFake(small)?.channel?.sent ?? []).map((text) => JSON.parse(text))
      .filter(({ type }) => type === "sas-reveal");
  const fake = asFake(small);
  assert(fake);
  fake.shows = [];
  rtcs.link();
  await turn();
  // The channel is open, and who listens there is not known.
  assertEquals(told(), []);
  assertEquals(large.peer.connection()?.state(), "connected");
  fake.shows = null;
  fake.become("connected");
  await turn();
  assertEquals(told().map(({ secret }) => secret), [small.peer.connection()?.secret]);
  assertEquals(large.revealed, [small.peer.connection()?.secret]);
});

Deno.test("Reveal: the halves of a code are there when the other side has told what it committed to", async () => {
  const { members, connect, alarms, count } = fakeRoom();
  const rtc = await connect("b", "B", secretOf("b").padEnd(43, "_"));
  assertEquals([members.sasSides("b"), members.sasSides("nobody")], [null, null]);
  const before = count.changed;
  reveal(rtc, secretOf("b"));
  await turn();
  const [mine, theirs] = members.sasSides("b") ?? [];
  assertEquals(mine?.secret, members.get("b")?.connection()?.secret);
  assertEquals(mine?.sessionInfo.sessionId, "session of a");
  assertEquals([theirs?.secret, theirs?.sessionInfo.sessionId], [
    secretOf("b").padEnd(43, "_"),
    "session of b",
  ]);
  assert(count.changed > before);
  assertEquals(alarms, []);
});

Deno.test("E13: a secret that was chosen later is refused, and told of", async () => {
  const { members, connect, alarms } = fakeRoom();
  const rtc = await connect("b", "B", secretOf("b").padEnd(43, "_"));
  reveal(rtc, "made-to-fit");
  await turn();
  assertEquals([members.sasSides("b"), alarms], [null, ["B"]]);
});

Deno.test("E13: the first secret counts; a second one changes nothing", async () => {
  const { members, connect, alarms } = fakeRoom();
  const rtc = await connect("b", "B", secretOf("b").padEnd(43, "_"));
  for (const secret of [secretOf("b"), "made-to-fit"]) {
    reveal(rtc, secret);
    await turn();
  }
  const [, theirs] = members.sasSides("b") ?? [];
  assertEquals([theirs?.secret, alarms], [secretOf("b").padEnd(43, "_"), []]);
});

Deno.test("Reveal: a new connection has a code of its own, and what was compared stays", async () => {
  const { members, connect } = fakeRoom();
  reveal(await connect("b", "B", secretOf("b").padEnd(43, "_")), secretOf("b"));
  await turn();
  members.verify("b");
  members.verify("nobody");
  assertEquals(members.participants().map(({ verified }) => verified), [true]);
  const first = members.sasSides("b")?.[0].secret;
  const again = await connect("b", "B", secretOf("b").padEnd(43, "_"));
  assertEquals([members.sasSides("b"), members.participants()[0]?.verified], [null, true]);
  reveal(again, secretOf("b"));
  await turn();
  assert(members.sasSides("b")?.[0].secret !== first);
});
