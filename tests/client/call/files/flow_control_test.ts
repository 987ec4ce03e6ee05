import { assertEquals } from "@std/assert";
import { openFlowControl } from "../../../../client/call/files/flow_control.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { FakeFileChannel } from "../../../fakes/file_pages.ts";

Deno.test("openFlowControl: while the call is short of bandwidth one timer waits, however many confirmations come", async () => {
  const clock = fakeClock();
  const life = new AbortController();
  let narrow = true;
  const flow = openFlowControl({
    ...clock,
    channel: new FakeFileChannel("file-a", "1"),
    isNarrow: () => narrow,
    signal: life.signal,
  });
  assertEquals(await flow.room(), 4096);
  flow.sent(4096, 4096);
  const rooms: number[] = [];
  void flow.room().then((bytes) => rooms.push(bytes));
  for (let at = 0; at < 100; at++) {
    flow.confirmed(4096);
    await turn();
  }
  assertEquals([clock.waiting(), rooms], [1, []]);
  await clock.pass(999);
  assertEquals(rooms, []);
  await clock.pass(1);
  assertEquals([clock.waiting(), rooms], [0, [4096]]);
  // A call that is wide again is noticed within the pause.
  flow.sent(8192, 4096);
  void flow.room().then((bytes) => rooms.push(bytes));
  narrow = false;
  await clock.pass(1000);
  assertEquals(rooms.length, 2);
  life.abort();
});
