import "../../../fakes/platform.ts";
import { assertEquals } from "@std/assert";
import type { ClientMessage } from "../../../../protocol/mod.ts";
import { openPlayers } from "../../../../client/call/watching/players.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";
import { settle } from "../../../harness/endpoint.ts";

const session = (letter: string) => letter.repeat(22);
const offer = (letter: string) =>
  ({
    type: "endpoint-offer",
    kind: "watch",
    session: session(letter),
    sdp: "offer x video",
  }) as const;

/** Players of a page that takes two at most, on connections in the test's hand. */
async function page(isLocked = false) {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const said: string[] = [];
  const wanted = new Set<string>();
  const feed = { picture: fakeTrack("video"), sound: fakeTrack("audio"), stop() {} };
  const players = openPlayers({
    clock,
    origin: "http://call.example",
    members: () => [],
    openRtc: () => Promise.resolve(rtcs.create({})),
    stage: {
      want: (who, on) => void (on ? wanted.add(who) : wanted.delete(who)),
      feed: () => Promise.resolve(feed),
    },
    refuses: () => isLocked,
    room: () => 2 - players.count,
    changed() {},
    report(message: ClientMessage) {
      const code = "code" in message ? ` ${message.code}` : "";
      const of = "session" in message ? ` ${message.session[0]}` : "";
      said.push(`${message.type.slice("client-endpoint".length + 1)}${of}${code}`);
      return true;
    },
    signal: new AbortController().signal,
  });
  players.view().create();
  // The link is made of two digests.
  await settle(() => players.view().link !== null);
  said.length = 0;
  return {
    clock,
    rtcs,
    said,
    wanted,
    feed,
    players,
    async offer(letter: string) {
      players.hear(offer(letter));
      await turn();
      await clock.pass(1200);
      await turn();
    },
  };
}

Deno.test("Players: a player is sent the stage within its limits, and drops it when it ends", async () => {
  const { offer, rtcs, said, wanted, feed, players } = await page();
  await offer("a");
  assertEquals([said, players.count, [...wanted]], [["answer a"], 1, [session("a")]]);
  const [rtc] = rtcs.all;
  rtc?.become("connected");
  await turn();
  const [{ direction, sender } = { direction: "", sender: null }] = rtc?.transceivers ?? [];
  assertEquals([direction, sender?.track, sender?.streams.length], ["sendonly", feed.picture, 1]);
  const [{ maxBitrate, maxFramerate } = {}] = sender?.parameters.encodings ?? [];
  assertEquals([maxBitrate, maxFramerate], [1_000_000, 15]);
  players.hear({ type: "endpoint-end", session: session("a") });
  assertEquals([rtc?.connectionState, players.count, wanted.size], ["closed", 0, 0]);
  assertEquals(said, ["answer a"], "who was told need not be told");
});

Deno.test("Players: a page that is full, or locked, refuses, and opens no connection", async () => {
  const { offer, rtcs, said } = await page();
  for (const letter of ["a", "b", "c"]) await offer(letter);
  assertEquals([said, rtcs.all.length], [["answer a", "answer b", "refuse c full"], 2]);
  const locked = await page(true);
  await locked.offer("a");
  assertEquals([locked.said, locked.rtcs.all.length], [["refuse a locked"], 0]);
});

Deno.test("Players: one that is lost is over after 5 s, and all are with the token", async () => {
  const { offer, rtcs, said, players, clock } = await page();
  await offer("a");
  await offer("b");
  for (const rtc of rtcs.all) rtc.become("connected");
  rtcs.all[0]?.become("disconnected");
  await clock.pass(5000);
  assertEquals(said, ["answer a", "answer b", "end a"]);
  players.view().revoke();
  await turn();
  assertEquals([players.count, players.view().link, said.includes("end b")], [0, null, true]);
});
