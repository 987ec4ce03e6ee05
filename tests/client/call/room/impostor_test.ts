import "../../../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { fakeConnection } from "../../../fakes/connections.ts";
import { PARTNER } from "../../../fakes/peer_pair.ts";
import { FakeRtcs, FINGERPRINT } from "../../../fakes/rtc.ts";

function open(pc?: string) {
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const connection = fakeConnection(rtcs, clock, pc);
  const told: string[] = [];
  connection.listen({
    state: () => told.push("state"),
    candidates: () => {},
    channel: (is) => told.push(is ? "open" : "closed"),
    message: (text) => told.push(text),
    impostor: () => told.push("impostor"),
  });
  const rtc = rtcs.last();
  assert(rtc.channel);
  return { clock, rtc, channel: rtc.channel, connection, told };
}

Deno.test("Connection: another certificate than announced is an impostor's", async () => {
  const { rtc, channel, connection, told } = open();
  connection.expect(PARTNER);
  rtc.shows = [FINGERPRINT, "E".repeat(43)];
  channel.become("open");
  channel.hear("trust me");
  rtc.become("connected");
  await turn();
  assertEquals([connection.state(), told], ["connecting", ["impostor"]]);
  rtc.connectionState = "disconnected";
  assertEquals(connection.state(), "connecting");
});

Deno.test("Connection: one that names nobody is not connected, and no impostor's", async () => {
  for (const shows of [[FINGERPRINT], null]) {
    const { rtc, channel, connection, told } = open();
    rtc.shows = shows;
    channel.become("open");
    rtc.become("connected");
    await turn();
    assertEquals([connection.state(), told], ["connecting", []]);
  }
});

/** An offer that was answered, and its transport. */
async function answered() {
  const one = open();
  const offered = one.connection.offer();
  await turn();
  await one.clock.pass(50);
  await offered;
  one.connection.expect(PARTNER);
  await one.connection.accept("answer them pc0");
  assert(one.rtc.sctp);
  return { ...one, transport: one.rtc.sctp.transport };
}

Deno.test("Connection: a handshake that fails proves nothing, with whatever states", async () => {
  for (const ice of ["checking", "connected", "completed", "failed"] as const) {
    const { rtc, told, transport } = await answered();
    rtc.iceConnectionState = ice;
    rtc.dispatchEvent(new Event("iceconnectionstatechange"));
    transport.fails(null);
    transport.fails("dtls-failure");
    rtc.become("failed");
    assertEquals(told, ["state"]);
  }
});

Deno.test("Connection: a browser that names the fingerprint as the reason names an impostor", async () => {
  const offering = await answered();
  offering.transport.fails("fingerprint-failure");
  assertEquals(offering.told, ["impostor"]);
  const answering = open("P".repeat(22));
  answering.connection.expect(PARTNER);
  await answering.connection.answer("offer them audio video video");
  answering.rtc.sctp?.transport.fails("fingerprint-failure");
  assertEquals(answering.told, ["impostor"]);
});

Deno.test("Connection: a certificate that is never told is not waited for once all has failed", async () => {
  const { clock, rtc, told } = await answered();
  rtc.shows = [];
  rtc.become("connected");
  await turn();
  rtc.become("failed");
  await clock.pass(100);
  assertEquals([told, clock.waiting()], [["state"], 0]);
});
