import { assertEquals } from "@std/assert";
import { startFiles } from "../../../../client/call/files/start_files.ts";
import type { Member } from "../../../../client/call/room/member.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";

const KEY = "k".repeat(22);

/** A member whose connection is proven, as far as files see it. */
function member(id: string): Member {
  const connection = {
    state: () => "connected",
    partner: () => ({ sessionInfo: { identityKey: "i".repeat(87) } }),
    rtc: new EventTarget(),
  };
  const peer = {
    id,
    about: () => ({ name: "Ann" }),
    connection: () => connection,
    send: () => true,
  };
  return { peer } as unknown as Member;
}

Deno.test("startFiles: what is only offered is not noted as kept, and what is accepted is noted once", async () => {
  const [clock, life] = [fakeClock(), new AbortController()];
  const notes: boolean[] = [];
  let shown = 0;
  const files = await startFiles({
    me: "m".repeat(22),
    room: "r".repeat(22),
    members: () => [member("a".repeat(22))],
    isNarrow: () => false,
    addLine() {},
    startWorker: () => null,
    inTime: (promise) => promise,
    clock,
    noteKept: (kept) => notes.push(kept),
    show: (transfers) => shown = transfers.length,
    signal: life.signal,
  });
  assertEquals(notes, [false]);
  files.receive(
    "a".repeat(22),
    JSON.stringify({ type: "file-offer", key: KEY, name: "a", size: 10 }),
  );
  await clock.pass(1000);
  assertEquals([shown, notes], [1, [false]]);
  files.accept(`${"a".repeat(22)}.${KEY}`);
  for (let at = 0; at < 20; at++) await clock.pass(250);
  await turn();
  assertEquals(notes, [false, true]);
  life.abort();
});
