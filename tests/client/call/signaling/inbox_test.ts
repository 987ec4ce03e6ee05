import { assert, assertEquals } from "@std/assert";
import { knockBody } from "../../../../client/call/moderation/knock.ts";
import { openInbox } from "../../../../client/call/signaling/inbox.ts";
import type { Envelope, Envelopes } from "../../../../client/call/security/envelope.ts";
import type { NegotiationMessage } from "../../../../client/call/messages/negotiation.ts";
import { createDelivery, type SealedMessage } from "../../../../client/call/signaling/delivery.ts";
import { turn } from "../../../fakes/clock.ts";
import { ABOUT, crowd, DIGESTS } from "../../../fakes/members.ts";
import { letter } from "../../../fakes/peer_pair.ts";

const CANDIDATES: NegotiationMessage = {
  kind: "client-candidate",
  body: { connection: "pc", candidates: [] },
};

/** Seals that anybody opens: they hold the letter itself, or say what comes of reading them. */
const letters: Pick<Envelopes, "open" | "signerOf"> = {
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
  const party = crowd();
  const { around, life, clock, alarms } = party;
  const inbox = openInbox({
    me: "a",
    envelopes: { ...letters, seal: () => Promise.resolve("") },
    members: around,
    report(error) {
      throw error;
    },
    signal: life.signal,
  });
  const roads = createDelivery({
    me: "a",
    peers: () => around.list().map(({ peer }) => peer),
    known: around.get,
    sendToServer: () => true,
    ...inbox,
    now: clock.now,
  });
  let seq = 0;
  /** A letter in the name of `from`, written by whoever has the key of `writer`. */
  function parcel(from: string, writer: string, sealed = CANDIDATES, to = "a"): SealedMessage {
    const written = { ...letter(writer, sealed), seq: ++seq };
    return { kind: sealed.kind, from, to, sealed: JSON.stringify(written) };
  }
  const request = (from: string): SealedMessage => ({
    kind: "client-call",
    from,
    to: "a",
    sealed: "",
  });
  return {
    ...party,
    inbox,
    parcel,
    request,
    ids: () => around.list().map(({ peer }) => peer.id),
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
      const body = party.sent.filter(({ to }) => to === id).at(-1)?.sealed.body;
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
      await deliver(parcel(id, writer, answer));
    },
    /** The connection with this member comes about. */
    async link(id: string) {
      const rtc: unknown = around.get(id)?.connection()?.rtc;
      party.ether.all.find((one) => one === rtc)?.become("connected");
      await turn();
    },
    state: (id: string) => around.get(id)?.connection()?.state() ?? "none",
    alarms,
  };
}

Deno.test("Inbox: P1: no member begins the acquaintance of somebody this page has not met", async () => {
  const { connect, handed, server, parcel, request, ids, alarms, answer, around, link, state } =
    page();
  await connect("mallory");
  await handed("mallory", request("bob"));
  for (let at = 0; at < 5; at++) await handed("mallory", parcel("bob", "mallory"));
  assertEquals([ids(), alarms], [["mallory"], []]);
  // The real one comes: what has been said in his name has no effect.
  around.ensure("bob")?.connectIfNeeded();
  await answer("bob", "bob", server);
  await link("bob");
  assertEquals([state("bob"), alarms], ["connected", []]);
});

Deno.test("Inbox: P1: an offer that a member was asked to pass on is not answered by that member", async () => {
  const { connect, handed, server, answer, around, link, state, alarms } = page();
  await connect("mallory");
  around.ensure("bob")?.reconnect();
  await answer("bob", "mallory", (one) => handed("mallory", one));
  assertEquals([around.isProven("bob"), alarms], [false, []]);
  await answer("bob", "bob", server);
  await link("bob");
  assertEquals([state("bob"), around.isProven("bob"), alarms], ["connected", true, []]);
});

Deno.test("Inbox: P2: a letter that a member hands over first shuts no newcomer out", async () => {
  const { connect, handed, server, parcel, answer, around, link, state, alarms } = page();
  await connect("mallory");
  around.ensure("bob")?.connectIfNeeded();
  await handed("mallory", parcel("bob", "mallory"));
  await server(parcel("bob", "bob"));
  // Now Bob's key is known, and it is plain who cheats.
  await handed("mallory", parcel("bob", "mallory"));
  assertEquals(alarms, [" by MALLORY"]);
  await answer("bob", "bob", server);
  await link("bob");
  assertEquals(state("bob"), "connected");
});

Deno.test("Inbox: P2: with the server's help a newcomer is disputed, and a known member is not", async () => {
  const { connect, server, parcel, around, alarms, state } = page();
  await connect("cem");
  await server(parcel("cem", "mallory"));
  assertEquals([alarms, state("cem")], [["CEM"], "connected"]);
  await server(parcel("bob", "mallory"));
  await server(parcel("bob", "bob"));
  assertEquals([alarms.length, around.isProven("bob")], [2, false]);
});

Deno.test("Inbox: P3: three hundred requests in the name of a connected member are nothing", async () => {
  const { connect, handed, request, asked, sent, ether } = page();
  await connect("mallory");
  await connect("bob");
  const before = [asked.length, sent.length, ether.all.length];
  for (let at = 0; at < 300; at++) await handed("mallory", request("bob"));
  assertEquals([asked.length, sent.length, ether.all.length], before);
});

Deno.test("Inbox: P3: three hundred requests, by whomever, are one try within a second", async () => {
  for (const by of ["mallory", "bob"]) {
    const { connect, handed, request, clock, ether } = page();
    await connect("mallory");
    const bob = await connect("bob");
    if (by === "mallory") bob.become("failed");
    await clock.pass(50);
    const before = ether.all.length;
    for (let at = 0; at < 300; at++) await handed(by, request("bob"));
    await clock.pass(900);
    assert(ether.all.length - before <= 2, `${ether.all.length - before} connections by ${by}`);
  }
});

Deno.test("Inbox: P3: ids that a member has made up take no place", async () => {
  const { connect, handed, request, parcel, ids } = page();
  await connect("mallory");
  for (let at = 0; at < 40; at++) {
    await handed("mallory", request(`x${at}`));
    await handed("mallory", parcel(`y${at}`, "mallory"));
  }
  assertEquals(ids(), ["mallory"]);
});

Deno.test("Inbox: P5: no number of strangers makes this page forget whom it has met", async () => {
  for (const road of ["handed", "server"] as const) {
    const { connect, handed, server, parcel, around, alarms, state, answer, link, clock } = page();
    await connect("mallory");
    await connect("bob");
    around.remove("bob");
    for (let at = 0; at < 200; at++) {
      const knock = { kind: "client-candidate", body: knockBody({ lock: "knock" }) } as const;
      const one = parcel(`x${at}`, `key ${at}`, knock);
      await (road === "server" ? server(one) : handed("mallory", one));
    }
    await server(parcel("bob", "mallory"));
    await handed("mallory", parcel("bob", "mallory"));
    assertEquals(alarms, ["", " by MALLORY"], road);
    // Bob is back, and himself.
    around.remove("bob");
    around.ensure("bob")?.connectIfNeeded();
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
  const { connect, inbox, parcel } = page();
  await connect("bob");
  assertEquals(await inbox.isFrom("bob", parcel("bob", "bob", CANDIDATES, "cem")), true);
  assertEquals(await inbox.isFrom("bob", parcel("bob", "mallory", CANDIDATES, "cem")), false);
  assertEquals(await inbox.isFrom("mallory", parcel("bob", "bob", CANDIDATES, "cem")), false);
  assertEquals(await inbox.isFrom("nobody", parcel("nobody", "nobody", CANDIDATES, "cem")), false);
});
