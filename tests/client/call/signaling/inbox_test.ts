import { assert, assertEquals } from "@std/assert";
import { knockBody } from "../../../../client/call/moderation/knock.ts";
import { openInbox } from "../../../../client/call/signaling/inbox.ts";
import type { Envelope, Envelopes } from "../../../../client/call/security/envelope.ts";
import type { NegotiationMessage } from "../../../../client/call/messages/negotiation.ts";
import { createDelivery, type SealedMessage } from "../../../../client/call/signaling/delivery.ts";
import { turn } from "../../../fakes/clock.ts";
import { ABOUT, DIGESTS, fakeRoom } from "../../../fakes/members.ts";
import { envelopeOf } from "../../../fakes/peer_pair.ts";

const CANDIDATES: NegotiationMessage = {
  kind: "client-candidate",
  body: { connection: "pc", candidates: [] },
};

/** Seals that anybody opens: they hold the envelope itself, or say what comes of reading them. */
const envelopes: Pick<Envelopes, "open" | "signerOf"> = {
  open(_kind, _from, text) {
    if (text === "forged" || text === "dropped") return Promise.resolve({ is: text });
    const read: Envelope = JSON.parse(text);
    return Promise.resolve({ is: "envelope", envelope: read });
  },
  signerOf(_place, text) {
    const { session: sessionInfo }: Envelope = JSON.parse(text);
    return Promise.resolve(sessionInfo.identityKey);
  },
};

/** Ann's page, with real members, roads and inbox; an honest server delivers in the sender's name. */
function page() {
  const room = fakeRoom();
  const { members, life, clock, alarms } = room;
  const inbox = openInbox({
    me: "a",
    envelopes,
    members: members,
    report(error) {
      throw error;
    },
    signal: life.signal,
  });
  const roads = createDelivery({
    me: "a",
    peers: () => members.list().map(({ peer }) => peer),
    known: members.get,
    sendToServer: () => true,
    ...inbox,
    now: clock.now,
  });
  let seq = 0;
  /** An envelope in the name of `from`, written by whoever has the key of `writer`. */
  function sealedMessage(
    from: string,
    writer: string,
    sealed = CANDIDATES,
    to = "a",
  ): SealedMessage {
    const written = { ...envelopeOf(writer, sealed), seq: ++seq };
    return { kind: sealed.kind, from, to, sealed: JSON.stringify(written) };
  }
  const request = (from: string): SealedMessage => ({
    kind: "client-call",
    from,
    to: "a",
    sealed: "",
  });
  return {
    ...room,
    inbox,
    sealedMessage,
    request,
    ids: () => members.list().map(({ peer }) => peer.id),
    async server(one: SealedMessage) {
      inbox.receive(one);
      await turn();
    },
    async handed(by: string, one: SealedMessage) {
      roads.forward(by, one);
      await turn();
    },
    /** Answers the newest offer to `id`, in its name, by this road. */
    async answer(id: string, writer: string, deliver: (one: SealedMessage) => Promise<void>) {
      await turn();
      await clock.pass(50);
      const body = room.sent.filter(({ to }) => to === id).at(-1)?.sealed.body;
      assert(body && "sdp" in body, `no offer to ${id}`);
      const answer: NegotiationMessage = {
        kind: "client-answer",
        body: {
          connection: body.connection,
          sdp: `answer ${id}`,
          commit: await DIGESTS.commit("secret"),
          offer: await DIGESTS.offer(body.sdp),
          about: { ...ABOUT, name: id.toUpperCase() },
        },
      };
      await deliver(sealedMessage(id, writer, answer));
    },
    /** The connection with this member comes about. */
    async link(id: string) {
      const rtc: unknown = members.get(id)?.connection()?.rtc;
      room.rtcs.all.find((one) => one === rtc)?.become("connected");
      await turn();
    },
    state: (id: string) => members.get(id)?.connection()?.state() ?? "none",
    alarms,
  };
}

Deno.test("Inbox: P1: no member begins the acquaintance of somebody this page has not met", async () => {
  const {
    connect,
    handed,
    server,
    sealedMessage,
    request,
    ids,
    alarms,
    answer,
    members,
    link,
    state,
  } = page();
  await connect("mallory");
  await handed("mallory", request("bob"));
  for (let at = 0; at < 5; at++) await handed("mallory", sealedMessage("bob", "mallory"));
  assertEquals([ids(), alarms], [["mallory"], []]);
  // The real one comes: what has been said in his name has no effect.
  members.ensure("bob")?.connectIfNeeded();
  await answer("bob", "bob", server);
  await link("bob");
  assertEquals([state("bob"), alarms], ["connected", []]);
});

Deno.test("Inbox: P1: an offer that a member was asked to pass on is not answered by that member", async () => {
  const { connect, handed, server, answer, members, link, state, alarms } = page();
  await connect("mallory");
  members.ensure("bob")?.reconnect();
  await answer("bob", "mallory", (one) => handed("mallory", one));
  assertEquals([members.isProven("bob"), alarms], [false, []]);
  await answer("bob", "bob", server);
  await link("bob");
  assertEquals([state("bob"), members.isProven("bob"), alarms], ["connected", true, []]);
});

Deno.test("Inbox: P2: an envelope that a member hands over first shuts no newcomer out", async () => {
  const { connect, handed, server, sealedMessage, answer, members, link, state, alarms } = page();
  await connect("mallory");
  members.ensure("bob")?.connectIfNeeded();
  await handed("mallory", sealedMessage("bob", "mallory"));
  await server(sealedMessage("bob", "bob"));
  // Now Bob's key is known, and it is plain who cheats.
  await handed("mallory", sealedMessage("bob", "mallory"));
  assertEquals(alarms, [" by MALLORY"]);
  await answer("bob", "bob", server);
  await link("bob");
  assertEquals(state("bob"), "connected");
});

Deno.test("Inbox: P2: with the server's help a newcomer is disputed, and a known member is not", async () => {
  const { connect, server, sealedMessage, members, alarms, state } = page();
  await connect("cem");
  await server(sealedMessage("cem", "mallory"));
  assertEquals([alarms, state("cem")], [["CEM"], "connected"]);
  await server(sealedMessage("bob", "mallory"));
  await server(sealedMessage("bob", "bob"));
  assertEquals([alarms.length, members.isProven("bob")], [2, false]);
});

Deno.test("Inbox: P3: three hundred requests in the name of a connected member are nothing", async () => {
  const { connect, handed, request, asked, sent, rtcs } = page();
  await connect("mallory");
  await connect("bob");
  const before = [asked.length, sent.length, rtcs.all.length];
  for (let at = 0; at < 300; at++) await handed("mallory", request("bob"));
  assertEquals([asked.length, sent.length, rtcs.all.length], before);
});

Deno.test("Inbox: P3: three hundred requests, by whomever, are one try within a second", async () => {
  for (const by of ["mallory", "bob"]) {
    const { connect, handed, request, clock, rtcs } = page();
    await connect("mallory");
    const bob = await connect("bob");
    if (by === "mallory") bob.become("failed");
    await clock.pass(50);
    const before = rtcs.all.length;
    for (let at = 0; at < 300; at++) await handed(by, request("bob"));
    await clock.pass(900);
    assert(rtcs.all.length - before <= 2, `${rtcs.all.length - before} connections by ${by}`);
  }
});

Deno.test("Inbox: P3: ids that a member has made up take no place", async () => {
  const { connect, handed, request, sealedMessage, ids } = page();
  await connect("mallory");
  for (let at = 0; at < 40; at++) {
    await handed("mallory", request(`x${at}`));
    await handed("mallory", sealedMessage(`y${at}`, "mallory"));
  }
  assertEquals(ids(), ["mallory"]);
});

Deno.test("Inbox: P5: no number of strangers makes this page forget whom it has met", async () => {
  for (const road of ["handed", "server"] as const) {
    const { connect, handed, server, sealedMessage, members, alarms, state, answer, link, clock } =
      page();
    await connect("mallory");
    await connect("bob");
    members.remove("bob");
    for (let at = 0; at < 200; at++) {
      const knock = { kind: "client-candidate", body: knockBody({ lock: "knock" }) } as const;
      const one = sealedMessage(`x${at}`, `key ${at}`, knock);
      await (road === "server" ? server(one) : handed("mallory", one));
    }
    await server(sealedMessage("bob", "mallory"));
    await handed("mallory", sealedMessage("bob", "mallory"));
    assertEquals(alarms, ["", " by MALLORY"], road);
    // Bob is back, and himself.
    members.remove("bob");
    members.ensure("bob")?.connectIfNeeded();
    await clock.pass(1000);
    await answer("bob", "bob", server);
    await link("bob");
    assertEquals(state("bob"), "connected", road);
  }
});

Deno.test("Inbox: a pair that broke is repaired through a third member", async () => {
  const { connect, handed, request, clock, answer, link, state, alarms } = page();
  await connect("cem");
  (await connect("bob")).become("failed");
  await clock.pass(6000);
  await handed("cem", request("bob"));
  await answer("bob", "bob", (one) => handed("cem", one));
  await link("bob");
  assertEquals([state("bob"), alarms], ["connected", []]);
});

Deno.test("Inbox: whoever hands over a forgery is named, and who forges in its own name is, too", async () => {
  const { connect, handed, alarms } = page();
  await connect("mallory");
  await connect("bob");
  const forged = { kind: "client-offer", to: "a", sealed: "forged" } as const;
  await handed("mallory", { ...forged, from: "bob" });
  await handed("bob", { ...forged, from: "bob" });
  await handed("mallory", { ...forged, from: "bob", sealed: "dropped" });
  assertEquals(alarms, ["BOB by MALLORY", "BOB"]);
});

Deno.test("Inbox: a page passes on what its neighbour has written, and no forgery of it", async () => {
  const { connect, inbox, sealedMessage } = page();
  await connect("bob");
  assertEquals(await inbox.isFrom("bob", sealedMessage("bob", "bob", CANDIDATES, "cem")), true);
  assertEquals(
    await inbox.isFrom("bob", sealedMessage("bob", "mallory", CANDIDATES, "cem")),
    false,
  );
  assertEquals(
    await inbox.isFrom("mallory", sealedMessage("bob", "bob", CANDIDATES, "cem")),
    false,
  );
  assertEquals(
    await inbox.isFrom("nobody", sealedMessage("nobody", "nobody", CANDIDATES, "cem")),
    false,
  );
});
