import { assertEquals } from "@std/assert";
import {
  openStudioSessions,
  type StudioSessionsOptions,
} from "../../../../client/call/studio/studio_sessions.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

const session = (letter: string) => letter.repeat(22);
const offer = (letter: string) => ({
  type: "endpoint-offer" as const,
  kind: "studio" as const,
  session: session(letter),
  sdp: "v=0\r\na=candidate:1 1 udp 1 169.254.169.254 80 typ host\r\n",
  address: "192.0.2.9",
});

/** Sessions of a page, on connections in the test's hand. */
function stage(options: Partial<StudioSessionsOptions> = {}) {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const said: string[] = [];
  const sessions = openStudioSessions({
    clock,
    openRtc: () => Promise.resolve(rtcs.create({})),
    report(message) {
      const code = message.type === "client-endpoint-refuse" ? ` ${message.code}` : "";
      said.push(`${message.type.slice(16)} ${"session" in message && message.session[0]}${code}`);
      return true;
    },
    openShare: () => null,
    showShare() {},
    play() {},
    live() {},
    isSharing: () => false,
    isElsewhere: () => false,
    judged: (refused) => void (refused && said.push(`shows ${refused}`)),
    signal: new AbortController().signal,
    ...options,
  });
  return {
    rtcs,
    said,
    sessions,
    async pass(ms: number) {
      await turn();
      await clock.pass(ms);
      await turn();
    },
  };
}

Deno.test("studio sessions: a publisher that never starts ICE is over after 15 s", async () => {
  const { sessions, said, rtcs, pass } = stage();
  sessions.receive(offer("a"));
  await pass(1200);
  assertEquals(said, ["answer a"]);
  await pass(14_999);
  assertEquals(said.length, 1);
  await pass(1);
  assertEquals(said, ["answer a", "end a"]);
  assertEquals(rtcs.all[0]?.connectionState, "closed");
});

Deno.test("studio sessions: of two offers at once the second hears that somebody streams", async () => {
  const { sessions, said, pass } = stage();
  sessions.receive(offer("a"));
  sessions.receive(offer("b"));
  await pass(1200);
  assertEquals(said, ["refuse b streaming", "answer a"]);
});

Deno.test("studio sessions: no candidate of the metadata address, but the one that the server saw", async () => {
  const { sessions, rtcs, pass } = stage();
  sessions.receive(offer("a"));
  await pass(1200);
  assertEquals(rtcs.all[0]?.candidates.map(({ candidate }) => candidate), [
    "candidate:1 1 udp 2122260223 192.0.2.9 49999 typ host",
  ]);
});

Deno.test("studio sessions: the address that the server saw is added to others that an offer names, and not twice", async () => {
  for (const [address, added] of [["10.0.0.7", 2], ["192.0.2.9", 1]] as const) {
    const { sessions, rtcs, pass } = stage();
    const candidate = `candidate:1 1 udp 1 ${address} 5000 typ host`;
    sessions.receive({ ...offer("a"), sdp: `v=0\r\na=${candidate}\r\n` });
    await pass(1200);
    const given = rtcs.all[0]?.candidates.map(({ candidate }) => candidate) ?? [];
    assertEquals([given[0], given.length], [candidate, added]);
  }
});

Deno.test("studio sessions: an offer whose answer would not fit a frame is refused, and the next one taken", async () => {
  const { sessions, said, rtcs, pass } = stage();
  // What an offer names, such as its m-lines, comes back in the answer.
  sessions.receive({ ...offer("a"), sdp: `v=0 ${"m".repeat(40_000)}` });
  await pass(1200);
  assertEquals([said, rtcs.all[0]?.connectionState], [["refuse a failed"], "closed"]);
  sessions.receive(offer("b"));
  await pass(1200);
  assertEquals(said.at(-1), "answer b");
});

Deno.test("studio sessions: a page that shares its screen says so, and asks for no connection", async () => {
  const { sessions, said, rtcs, pass } = stage({ isSharing: () => true });
  sessions.receive(offer("a"));
  await pass(1200);
  assertEquals([said, rtcs.all.length], [["shows sharing", "refuse a sharing"], 0]);
});

Deno.test("studio sessions: while another member sends one on, the next publisher is refused", async () => {
  const { sessions, said, pass } = stage({ isElsewhere: () => true });
  sessions.receive(offer("a"));
  await pass(1200);
  assertEquals(said, ["refuse a streaming"]);
});
