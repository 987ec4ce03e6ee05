import "../../../fakes/platform.ts";
import { assertEquals } from "@std/assert";
import type { ClientMessage } from "../../../../protocol/mod.ts";
import { assignViewers } from "../../../../client/call/watching/assignment.ts";
import { openAudience } from "../../../../client/call/watching/audience.ts";
import type { AudienceView } from "../../../../client/state/audience.ts";
import { initialState } from "../../../../client/state/initial_state.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { fakeConnections } from "../../../fakes/connections.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import { DIGESTS, envelopeOf } from "../../../fakes/peer_pair.ts";
import { fakeRoom } from "../../../fakes/members.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

const id = (name: string) => name.padEnd(22, "_");
const ME = id("a");
const [OTHER, V, W] = [id("b"), id("v"), id("w")];
const KNOCK = envelopeOf(V, {
  kind: "client-candidate",
  body: { connection: "", candidates: [] },
});

/** Audience of a page, with the server's frames in the test's hand. */
function page(
  isLocked = () => false,
  speakers: Parameters<typeof openAudience>[0]["speakers"] = () => [],
) {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const life = new AbortController();
  const socket = new EventTarget();
  const offers: number[] = [];
  const said: ClientMessage[] = [];
  const sent: string[] = [];
  const feeds = { made: 0, stopped: 0 };
  let view: AudienceView | null = null;
  const audience = openAudience({
    stay: {
      me: ME,
      session: KNOCK.session,
      clock: { later: clock.later, now: clock.now, elapsed: clock.now },
      connections: fakeConnections(rtcs, clock, life.signal),
      digests: DIGESTS,
      delivery: {
        send: (to, _session, { kind }) => void sent.push(`${kind} ${to[0]}`),
        requestOffer: (to) => void sent.push(`asks ${to[0]}`),
        isOpen: () => true,
        forward() {},
      },
      policy: { rejects: () => false, receive() {} },
      events: { changed() {}, chat() {}, delivered() {}, toast() {}, alarm() {} },
      signal: life.signal,
    },
    clock: { later: clock.later, elapsed: clock.now },
    server: {
      socket: () => socket,
      report(message) {
        if (message.type === "client-serve") offers.push(message.viewers);
        else said.push(message);
        return true;
      },
    },
    origin: "http://call.example",
    openRtc: () => Promise.resolve(rtcs.create({})),
    rejects: isLocked,
    stage: {
      loader: {
        tick() {},
        cores: 2,
        load: () =>
          Promise.resolve({
            composeStage() {
              feeds.made++;
              const [picture, sound] = [fakeTrack("video"), fakeTrack("audio")];
              return { picture, sound, stop: () => void feeds.stopped++ };
            },
          }),
      },
      state: { get: () => initialState("Ann") },
      microphone: () => null,
    },
    speakers,
    chat: { lines: () => [], add() {}, show() {}, watch() {} },
    measure() {},
    show: (shown) => view = shown,
    signal: life.signal,
  });
  async function hear(message: object): Promise<void> {
    socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
    await turn();
    await clock.pass(60);
  }
  const roster = (serving: readonly string[], viewers: readonly string[]) =>
    hear({
      type: "audience",
      serving: serving.map((id) => ({ id, viewers: 4 })),
      viewers,
      avoids: [],
      players: 0,
      limit: 20,
    });
  return {
    audience,
    clock,
    life,
    offers,
    sent,
    feeds,
    hear,
    roster,
    view: (): AudienceView | null => view,
  };
}

Deno.test("Audience: it offers to serve, once, and anew after each welcome", async () => {
  const { offers, hear, clock } = page();
  assertEquals(offers, [4]);
  await clock.pass(5000);
  assertEquals(offers, [4]);
  await hear({ type: "welcome" });
  assertEquals(offers, [4, 4]);
});

Deno.test("Audience: who is assigned to this page is sent the stage, and nothing is composed for others", async () => {
  const { audience, feeds, sent, roster, view } = page();
  await roster([OTHER], [V]);
  assertEquals([feeds.made, sent, audience.members().length], [0, [], 0]);
  const { answer: _answer, players: _players, chat: _chat, ...shown } = view() ?? {};
  assertEquals(shown, { viewers: 1, limit: 20, each: 12, served: 0, names: [], hands: [] });
  await roster([ME], [V, W]);
  assertEquals([feeds.made, sent], [1, ["client-offer v", "client-offer w"]]);
  assertEquals(audience.members().map(({ peer }) => peer.id), [V, W]);
  assertEquals(view()?.served, 2);
});

Deno.test("Audience: envelopes of viewers never reach the call, assigned here or not", async () => {
  const { audience, roster } = page();
  assertEquals(audience.takes(V, KNOCK), false, "nobody watches yet");
  await roster([OTHER], [V]);
  assertEquals(audience.takes(V, KNOCK), true);
  assertEquals(audience.takes(OTHER, KNOCK), false);
  assertEquals(audience.members().length, 0);
});

Deno.test("Audience: a viewer that leaves is dropped at once, one that moves after its handover", async () => {
  const { audience, feeds, roster, clock, view } = page();
  await roster([ME], [V, W]);
  await roster([ME], [W]);
  assertEquals(audience.members().map(({ peer }) => peer.id), [W]);
  await roster([OTHER], [W]);
  assertEquals([audience.members().length, feeds.stopped], [1, 0]);
  assertEquals([view()?.viewers, view()?.served], [1, 0], "nobody is counted twice meanwhile");
  await clock.pass(7000);
  assertEquals([audience.members().length, feeds.stopped], [0, 1]);
  await roster([ME], [W]);
  assertEquals([audience.members().length, feeds.made], [1, 2]);
});

Deno.test("Audience: a locked call begins nothing with viewers, and takes them from the call", async () => {
  let isLocked = true;
  const { audience, sent, feeds, roster, clock } = page(() => isLocked);
  await roster([ME], [V]);
  assertEquals([sent, audience.members().length, feeds.made], [[], 0, 0]);
  assertEquals(audience.takes(V, KNOCK), true);
  isLocked = false;
  await clock.pass(1100);
  assertEquals([sent, feeds.made], [["client-offer v"], 1], "once it is open again, it does");
});

Deno.test("Audience: a page that is short of uplink keeps whom it serves, one at least", async () => {
  const { audience, offers, roster, clock } = page();
  await roster([ME], [V, W]);
  audience.setLevels({ sends: { [OTHER]: "less" }, gets: {} });
  await clock.pass(1000);
  assertEquals(offers, [4, 2]);
  await roster([ME], []);
  await clock.pass(1000);
  assertEquals(offers, [4, 2, 1]);
  audience.setLevels({ sends: {}, gets: {} });
  await clock.pass(28_000);
  assertEquals(offers, [4, 2, 1], "not at once: it may be short again");
  await clock.pass(3000);
  assertEquals(offers, [4, 2, 1, 4]);
});

Deno.test("Audience: it ends with the call", async () => {
  const { feeds, life, roster, view } = page();
  await roster([ME], [V]);
  assertEquals(
    assignViewers({ serving: [{ id: ME, viewers: 4 }], viewers: [V], avoids: [] }).get(V),
    ME,
  );
  life.abort();
  assertEquals([feeds.stopped, view()], [1, null]);
});

Deno.test("Audience: a server that tells of nobody hides no viewer whom a member serves", async () => {
  const { members, connect } = fakeRoom();
  await connect("b");
  const { audience, roster, clock, view } = page(undefined, members.list);
  await roster([], []);
  assertEquals(view()?.viewers, 0);
  audience.receive({ by: "b", name: "", text: '{"type":"serves","viewers":["Ada",""]}' });
  await clock.pass(1000);
  assertEquals([view()?.viewers, view()?.names], [2, ["Ada", ""]]);
});
