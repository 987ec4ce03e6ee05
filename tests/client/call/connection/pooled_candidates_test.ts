import "../../../fakes/platform.ts";
import { assertEquals } from "@std/assert";
import { turn } from "../../../fakes/clock.ts";
import { fakeConnection } from "../../../fakes/connections.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

/** Types of the descriptions that an answer has set, and the state after it. */
async function answer(iceCandidatePoolSize: number, isProvisional = true) {
  const rtcs = new FakeRtcs();
  const connection = fakeConnection(rtcs, undefined, "P".repeat(22));
  const rtc = rtcs.last();
  rtc.config = { iceCandidatePoolSize };
  const types: (string | undefined)[] = [];
  const set = rtc.setLocalDescription.bind(rtc);
  rtc.setLocalDescription = (given) => {
    types.push(given?.type);
    const no = given?.type === "pranswer" && !isProvisional;
    return no ? Promise.reject(new DOMException("no", "NotSupportedError")) : set(given);
  };
  await connection.answer("offer pc0 audio video video");
  await turn();
  return [...types, rtc.signalingState];
}

Deno.test("Connection: an answer takes the pooled candidates by a provisional one, where the browser has those", async () => {
  assertEquals(await answer(1), ["pranswer", "answer", "stable"]);
  assertEquals(await answer(1, false), ["pranswer", "answer", "stable"]);
  assertEquals(await answer(0), ["answer", "stable"]);
});
