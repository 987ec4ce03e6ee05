import { assertEquals } from "@std/assert";
import type { ClientMessage } from "../../../../protocol/mod.ts";
import { type WatchedBy, watchStage } from "../../../../client/call/watching/watch_stage.ts";
import { turn } from "../../../fakes/clock.ts";
import { fakeRoom } from "../../../fakes/members.ts";

const id = (name: string) => name.padEnd(22, "_");
const [V, BOB, CY] = [id("v"), id("bob"), id("cy")];

/** A page that watches, with the server's word in the test's hand. */
function viewer() {
  const room = fakeRoom();
  const { clock, members, policy, life } = room;
  const count = { invited: 0 };
  const said: ClientMessage[] = [];
  let watched: WatchedBy | null = null;
  const stage = watchStage({
    me: V,
    clock: { later: clock.later, elapsed: clock.now },
    members,
    policy,
    report: (message) => said.push(message) > 0,
    invited: () => count.invited++,
    showChat() {},
    show: (now) => watched = now,
    signal: life.signal,
  });
  async function roster(
    serving: readonly string[],
    avoided: readonly string[] = [],
  ): Promise<void> {
    stage.hear(JSON.stringify({
      type: "audience",
      serving: serving.map((id) => ({ id, viewers: 4 })),
      viewers: [V],
      avoids: avoided.map((speaker) => ({ viewer: V, speaker })),
      players: 0,
      limit: 20,
    }));
    await turn();
  }
  const known = () => members.list().map(({ peer }) => peer.id);
  return { ...room, said, roster, known, invited: count, by: () => watched?.by };
}

Deno.test("WatchedStage: it connects with the assigned speaker, and with nobody else", async () => {
  const { members, roster, known, by, connect } = viewer();
  assertEquals(by(), null);
  await roster([BOB]);
  await connect(BOB, "Bob");
  assertEquals([known(), by()], [[BOB], BOB]);
  assertEquals(members.ensure(CY), undefined);
  assertEquals(known(), [BOB]);
});

Deno.test("WatchedStage: the stage before stands until the next one is there, and is left then", async () => {
  const { clock, roster, known, by, connect, rtcs } = viewer();
  await roster([BOB]);
  const before = await connect(BOB, "Bob");
  await roster([CY]);
  await clock.pass(3000);
  assertEquals([known(), by()], [[BOB, CY], BOB]);
  await connect(CY, "Cy");
  await clock.pass(1500);
  assertEquals([known(), by()], [[CY], CY]);
  assertEquals(before.connectionState, "closed");
  assertEquals(rtcs.last().connectionState, "connected");
});

Deno.test("WatchedStage: when nobody serves it, it keeps what it has", async () => {
  const { clock, roster, known, by, connect } = viewer();
  await roster([BOB]);
  await connect(BOB, "Bob");
  await roster([]);
  await clock.pass(2000);
  assertEquals([known(), by()], [[BOB], BOB]);
});

Deno.test("WatchedStage: it hears the invitation of the speaker that serves it", async () => {
  const { roster, connect, invited } = viewer();
  await roster([BOB]);
  const rtc = await connect(BOB, "Bob");
  rtc.channel?.hear('{"type":"invite"}');
  rtc.channel?.hear('{"type":"move","key":"","without":"","forwarded":false}');
  assertEquals(invited.invited, 1);
});

Deno.test("WatchedStage: 3 s without a packet it asks for another speaker, until that one is gone", async () => {
  const { clock, roster, connect, said } = viewer();
  await roster([BOB, CY], [CY]);
  const rtc = await connect(BOB, "Bob");
  const avoid = { type: "client-avoid", speaker: BOB } as const;
  for (let packets = 1; packets < 6; packets++) {
    rtc.stats = [{ type: "inbound-rtp", kind: "audio", packetsReceived: packets }];
    await clock.pass(1000);
    await turn();
  }
  assertEquals(said, []);
  await clock.pass(2000);
  assertEquals(said, []);
  await clock.pass(2000);
  assertEquals(said, [avoid]);
  await roster([BOB], [BOB]);
  assertEquals(said, [avoid], "nobody else is there");
  await roster([CY], [BOB]);
  assertEquals(said, [avoid, { type: "client-avoid" }]);
});

Deno.test("WatchedStage: a speaker that never connects is judged too, while the one before stands still", async () => {
  const { clock, roster, connect, said } = viewer();
  await roster([BOB]);
  await connect(BOB, "Bob");
  await roster([CY]);
  await clock.pass(7000);
  assertEquals(said.at(-1), { type: "client-avoid", speaker: CY });
});
