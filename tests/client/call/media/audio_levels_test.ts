import { contexts } from "../../../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { readLevels } from "../../../../client/call/media/audio_levels.ts";
import { fakeClock } from "../../../fakes/clock.ts";
import { fakeConnection } from "../../../fakes/connections.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

function levels() {
  const own = { track: null as MediaStreamTrack | null, muted: false };
  const rtcs = new FakeRtcs();
  const connection = fakeConnection(rtcs);
  const answering = fakeConnection(rtcs, fakeClock(), "P");
  const clock = fakeClock();
  const silent: string[] = [];
  const read = readLevels({
    later: clock.later,
    microphone: () => own.track,
    muted: (who) => who === "me" ? own.muted : silent.includes(who),
    connection: (id) => id === "a" ? connection : id === "b" ? answering : null,
  });
  const heard = rtcs.all[0]?.transceivers[0]?.receiver.sources;
  assert(heard);
  const before = contexts.length;
  return { clock, silent, own, read, heard, opened: () => contexts.slice(before) };
}

Deno.test("AudioLevels: others' levels are what the receiver knows, twice as high, at most 1", () => {
  const { read, heard, opened } = levels();
  assertEquals(read.of("a"), 0);
  heard.push({ audioLevel: 0.25 });
  assertEquals(read.of("a"), 0.5);
  heard[0] = { audioLevel: 0.9 };
  assertEquals(read.of("a"), 1);
  // Firefox may leave it out.
  heard[0] = {};
  assertEquals(read.of("a"), 0);
  assertEquals(opened().length, 0);
});

Deno.test("AudioLevels: a microphone that is off is silent, whatever its last packet held", () => {
  const { read, heard, silent } = levels();
  heard.push({ audioLevel: 0.25 });
  silent.push("a");
  assertEquals(read.of("a"), 0);
  silent.pop();
  assertEquals(read.of("a"), 0.5);
});

Deno.test("AudioLevels: who has no connection, or none that is laid out yet, is silent", () => {
  const { read } = levels();
  assertEquals([read.of("nobody"), read.of("b")], [0, 0]);
});

Deno.test("AudioLevels: own level needs a microphone that is on, and opens nothing before", () => {
  const { own, read, opened } = levels();
  assertEquals(read.of("me"), 0);
  own.track = fakeTrack("audio");
  own.muted = true;
  assertEquals([read.of("me"), opened().length], [0, 0]);
  own.muted = false;
  read.of("me");
  read.of("me");
  assertEquals(opened().length, 1);
  assertEquals([...opened()[0]?.heard ?? []], [own.track]);
});

Deno.test("AudioLevels: own level is the loudness of the samples, at most 1", () => {
  const { own, read, opened } = levels();
  own.track = fakeTrack("audio");
  assertEquals(read.of("me"), 0);
  const [context] = opened();
  assert(context);
  context.sample = -0.125;
  assertEquals(read.of("me"), 0.5);
  context.sample = 0.5;
  assertEquals(read.of("me"), 1);
  own.muted = true;
  assertEquals(read.of("me"), 0);
});

Deno.test("AudioLevels: another microphone gets another context, and the one before is closed", () => {
  const { own, read, opened } = levels();
  own.track = fakeTrack("audio");
  read.of("me");
  own.track = fakeTrack("audio");
  read.of("me");
  assertEquals(opened().map(({ state }) => state), ["closed", "running"]);
  own.track = null;
  assertEquals(read.of("me"), 0);
  assertEquals(opened().map(({ state }) => state), ["closed", "closed"]);
});

Deno.test("readLevels: a context that waits or was interrupted is resumed when it is read", () => {
  const { own, read, opened } = levels();
  own.track = fakeTrack("audio");
  read.of("me");
  const [context] = opened();
  assertEquals(context?.resumed, 0);
  for (const state of ["suspended", "interrupted"] as const) {
    context?.become(state);
    read.of("me");
  }
  assertEquals(context?.resumed, 2);
});

Deno.test("readLevels: the context rests when nobody reads, and runs again when somebody does", async () => {
  const { clock, own, read, opened } = levels();
  own.track = fakeTrack("audio");
  read.of("me");
  const [context] = opened();
  for (let second = 0; second < 5; second++) {
    await clock.pass(900);
    read.of("me");
  }
  assertEquals(context?.state, "running");
  own.muted = true;
  for (let second = 0; second < 5; second++) {
    await clock.pass(900);
    read.of("me");
  }
  assertEquals([context?.state, clock.waiting()], ["suspended", 0]);
  own.muted = false;
  read.of("me");
  assertEquals([context?.resumed, opened().length], [1, 1]);
  own.track = null;
  read.of("me");
  assertEquals([context?.state, clock.waiting()], ["closed", 0]);
});
