import { assertEquals } from "@std/assert";
import { startDiagnostics } from "../../../../client/call/diagnostics/diagnostics.ts";
import type { Diagnostics } from "../../../../client/state/diagnostics.ts";
import type { ClientMessage } from "../../../../protocol/mod.ts";
import { turn } from "../../../fakes/clock.ts";
import { fakeRoom } from "../../../fakes/members.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

const ROUTE = [
  { id: "T", type: "transport", selectedCandidatePairId: "2" },
  { type: "x" },
  { type: "candidate-pair", localCandidateId: "3", remoteCandidateId: "4" },
  { type: "local-candidate", candidateType: "relay", relayProtocol: "tcp" },
  { type: "remote-candidate", candidateType: "host" },
];
const SOUND = { type: "inbound-rtp", mid: "0", packetsReceived: 50 };

/** An observed room; nothing is asked of a relay, since none is configured. */
function observed(refused: readonly string[] = []) {
  const room = fakeRoom();
  const reports: ClientMessage[] = [];
  const told: Omit<Diagnostics, "sends" | "gets">[] = [];
  const signaling = { open: true };
  const own = new FakeRtcs();
  startDiagnostics({
    createRtc: own.create,
    later: room.clock.later,
    signal: room.life.signal,
    members: room.members.list,
    refusedUrls: () => refused,
    report: (message) => {
      if (signaling.open) reports.push(message);
      return signaling.open;
    },
    tell: (insight) => told.push(insight),
  });
  const reasons = () => told.at(-1)?.reasons;
  return { ...room, reports, told, reasons, signaling };
}

Deno.test("Diagnostics: a pair that connects is reported once, with its way and its time", async () => {
  const { clock, connect, reports } = observed();
  const rtc = await connect("b");
  rtc.stats = [...ROUTE, SOUND];
  await clock.pass(1000);
  await turn();
  assertEquals(reports, [{
    type: "client-report",
    path: "relayed",
    protocol: "tcp",
    setup: "0.5",
    verdict: "connected",
  }]);
  await clock.pass(30_000);
  assertEquals(reports.length, 1);
});

Deno.test("Diagnostics: a report waits for the socket", async () => {
  const { clock, connect, reports, signaling } = observed();
  signaling.open = false;
  (await connect("b")).stats = [...ROUTE, SOUND];
  await clock.pass(3000);
  assertEquals(reports, []);
  signaling.open = true;
  await clock.pass(1000);
  await turn();
  assertEquals(reports.length, 1);
});

Deno.test("Diagnostics: a pair that is connected and brings nothing is said to have no media", async () => {
  const { clock, connect, reports } = observed();
  (await connect("b")).stats = ROUTE;
  await clock.pass(9500);
  assertEquals(reports, []);
  await clock.pass(4000);
  assertEquals(reports.map((one) => "verdict" in one && one.verdict), ["no_media"]);
});

Deno.test("Diagnostics: who never answers is silent, and the person is told so after sixteen seconds", async () => {
  const { clock, members, reports, reasons } = observed();
  members.ensure("b")?.connectIfNeeded();
  await clock.pass(15_500);
  assertEquals([reports, reasons()], [[], {}]);
  await clock.pass(2000);
  await turn();
  assertEquals(reasons(), { b: "peer_silent" });
  assertEquals(reports, [{ type: "client-report", path: "none", verdict: "peer_silent" }]);
});

Deno.test("Diagnostics: so is who had to offer, and never did", async () => {
  const { clock, members, reports, reasons } = observed();
  members.ensure("A")?.connectIfNeeded();
  await clock.pass(21_500);
  await turn();
  assertEquals(members.get("A")?.connection(), null);
  assertEquals(reasons(), { A: "peer_silent" });
  assertEquals(reports, [{ type: "client-report", path: "none", verdict: "peer_silent" }]);
});

Deno.test("Diagnostics: who answered and is not reached has no relay; once connected nothing is explained", async () => {
  const { clock, rtcs, members, answered, reports, reasons } = observed();
  await answered("b");
  await clock.pass(22_000);
  await turn();
  assertEquals(reasons(), { b: "no_relay" });
  await answered("b");
  const rtc: unknown = members.get("b")?.connection()?.rtc;
  rtcs.all.find((one) => one === rtc)?.become("connected");
  await clock.pass(2000);
  await turn();
  assertEquals([reasons(), reports.length], [{}, 1]);
});

Deno.test("Diagnostics: a relay whose address the browser refuses is named", async () => {
  const { clock, answered, told, reasons } = observed(["turn://relay.example"]);
  await answered("b");
  await clock.pass(22_000);
  await turn();
  assertEquals(reasons(), { b: "relay_address" });
  assertEquals(told.at(-1)?.refusedUrls, ["turn://relay.example"]);
});

Deno.test("Diagnostics: candidates that connected once leave DTLS to blame", async () => {
  const { clock, answered, reasons } = observed();
  (await answered("b")).iceConnectionState = "connected";
  await clock.pass(22_000);
  await turn();
  assertEquals(reasons(), { b: "dtls_failed" });
});

Deno.test("Diagnostics: who is away is nobody to connect with", async () => {
  const { clock, members, reports, reasons } = observed();
  members.ensure("b")?.connectIfNeeded();
  members.ensure("b")?.setPresence("away");
  await clock.pass(40_000);
  assertEquals([reports, reasons()], [[], {}]);
});

Deno.test("Diagnostics: trying again makes a new connection with that member", async () => {
  const { clock, members, rtcs, told } = observed();
  members.ensure("b")?.connectIfNeeded();
  await clock.pass(22_000);
  const before = members.get("b")?.connection();
  told.at(-1)?.tryAgain("b");
  told.at(-1)?.tryAgain("nobody");
  await clock.pass(20_000);
  assertEquals(members.get("b")?.connection() === before, false);
  assertEquals(rtcs.open().length > 0, true);
});
