import { assert, assertEquals } from "@std/assert";
import { gatherEarly } from "../../../../client/call/connection/early_gathering.ts";
import { fakeClock } from "../../../fakes/clock.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

/** Gathers while no ICE servers are known yet. */
function early(create?: () => RTCPeerConnection) {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const life = new AbortController();
  const known: RTCConfiguration = { iceServers: [] };
  const gathering = gatherEarly({
    create: create ?? rtcs.create,
    config: () => ({ ...known }),
    later: clock.later,
    signal: life.signal,
  });
  return { clock, rtcs, life, known, gathering };
}

const RELAY = { iceServers: [{ urls: ["turn:relay.example"] }] };

Deno.test("EarlyGathering: one connection waits, and asks the relay as soon as that is known", () => {
  const { rtcs, known, gathering } = early();
  assertEquals(rtcs.all.map(({ config }) => config), [{ iceServers: [] }]);
  Object.assign(known, RELAY);
  gathering.gather();
  assertEquals(rtcs.last().config, RELAY);
});

Deno.test("EarlyGathering: the first answer takes it, with the ICE servers of now, and the second one does not", () => {
  const { rtcs, known, gathering } = early();
  Object.assign(known, RELAY);
  const taken: unknown = gathering.take();
  assert(taken === rtcs.last());
  assertEquals(rtcs.last().config, RELAY);
  assertEquals(gathering.take(), null);
});

Deno.test("EarlyGathering: what nobody takes is closed soon, and when the page leaves", async () => {
  const { clock, rtcs, gathering } = early();
  await clock.pass(3000);
  assertEquals([rtcs.last().connectionState, gathering.take()], ["closed", null]);
  const left = early();
  left.life.abort();
  assertEquals([left.rtcs.last().connectionState, left.gathering.take()], ["closed", null]);
});

Deno.test("EarlyGathering: what an answer has taken is left alone", async () => {
  const { clock, rtcs, life, gathering } = early();
  gathering.take();
  await clock.pass(3000);
  life.abort();
  assertEquals(rtcs.last().connectionState, "new");
});

Deno.test("EarlyGathering: a browser that refuses the connection or a URL gets no early one", () => {
  const none = early(() => {
    throw new DOMException("too many", "UnknownError");
  });
  none.gathering.gather();
  assertEquals(none.gathering.take(), null);
  const { rtcs, gathering } = early();
  rtcs.last().setConfiguration = () => {
    throw new DOMException("no such URL", "SyntaxError");
  };
  gathering.gather();
  assertEquals([rtcs.last().connectionState, gathering.take()], ["closed", null]);
});
