import { assertEquals } from "@std/assert";
import { probeTurn } from "../../../../client/call/diagnostics/turn_probe.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { type FakeRtc, FakeRtcs } from "../../../fakes/rtc.ts";

const STUN = { urls: "stun:s" };
const TURN = { urls: ["turn:t", "turns:t"], username: "u", credential: "c" };

/** A question that is under way; `answer` tells what came of it. */
function ask(iceServers: RTCIceServer[] = [STUN, TURN], tells = true) {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const life = new AbortController();
  const create = (config: RTCConfiguration) => {
    const rtc = rtcs.create(config);
    return tells ? Object.assign(rtc, { onicecandidateerror: null }) : rtc;
  };
  const config = { iceServers };
  const answer = probeTurn({ create, config, later: clock.later, signal: life.signal });
  return { clock, rtcs, life, answer };
}

function fail(rtc: FakeRtc, ...codes: number[]): void {
  for (const errorCode of codes) {
    rtc.dispatchEvent(Object.assign(new Event("icecandidateerror"), { errorCode }));
  }
  rtc.gathers("complete");
}

Deno.test("TurnProbe: without a relay nobody is asked", async () => {
  const { rtcs, answer } = ask([STUN]);
  assertEquals([await answer, rtcs.all.length], ["none", 0]);
});

Deno.test("TurnProbe: the relay alone is asked, and what was lent is given back", async () => {
  const { rtcs, answer } = ask();
  await turn();
  const rtc = rtcs.last();
  assertEquals(rtc.config, { iceServers: [TURN], iceTransportPolicy: "relay" });
  const candidate = { type: "relay" };
  rtc.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate }));
  assertEquals([await answer, rtcs.open().length], ["works", 0]);
});

Deno.test("TurnProbe: an answer of the relay tells more than its silence elsewhere", async () => {
  const cases = [
    [[701], "silent"],
    [[], "silent"],
    [[701, 401], "refuses"],
    [[486, 701], "full"],
    [[508], "full"],
    [[486, 441], "refuses"],
  ] as const;
  for (const [codes, says] of cases) {
    const { rtcs, answer } = ask();
    await turn();
    fail(rtcs.last(), ...codes);
    assertEquals([await answer, rtcs.open().length], [says, 0], String(codes));
  }
});

Deno.test("TurnProbe: a browser that tells no reason is not taken for a relay that is silent", async () => {
  const { rtcs, answer } = ask(undefined, false);
  await turn();
  fail(rtcs.last());
  assertEquals(await answer, "unclear");
});

Deno.test("TurnProbe: who gathers forever has twelve seconds, and who leaves has none", async () => {
  const slow = ask();
  await turn();
  await slow.clock.pass(12_000);
  assertEquals([await slow.answer, slow.rtcs.open().length], ["silent", 0]);
  const left = ask();
  await turn();
  left.life.abort();
  await left.answer;
  assertEquals([left.rtcs.open().length, left.clock.waiting()], [0, 0]);
});

Deno.test("TurnProbe: a browser that refuses is no verdict", async () => {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const create = (config: RTCConfiguration) => {
    const rtc = rtcs.create(config);
    rtcs.last().refuses = "local";
    return rtc;
  };
  const { signal } = new AbortController();
  const config = { iceServers: [TURN] };
  assertEquals(await probeTurn({ create, config, later: clock.later, signal }), "unclear");
});
