import { assert, assertEquals } from "@std/assert";
import type { Envelope } from "../../../../client/call/security/envelope.ts";
import { turn } from "../../../fakes/clock.ts";
import {
  DIGESTS,
  envelopeOf,
  kinds,
  pair,
  type Side,
  streaming,
} from "../../../fakes/peer_pair.ts";

const ABOUT = { name: "Ann", mic: true, camera: true, screen: false, hand: false };

/** The offer that the owner has left with the server, of the connection that it has prepared. */
async function stand(owner: Side, id: string, settle: () => Promise<void>): Promise<Envelope> {
  owner.prepared.renew();
  await turn();
  const spare = owner.prepared.spare();
  assert(spare);
  const offered = spare.offer();
  await settle();
  const body = {
    connection: spare.id,
    sdp: await offered,
    commit: await DIGESTS.commit(spare.secret),
    about: ABOUT,
  };
  return { ...envelopeOf(id, { kind: "client-offer", body }), seq: 0 };
}

/** A pair of which this side has left an offer, and the other one comes. */
async function waiting(owns: "small" | "large") {
  const both = pair();
  const { small, large, rtcs, settle } = both;
  const [owner, newcomer] = owns === "small" ? [small, large] : [large, small];
  const standing = await stand(owner, owns === "small" ? "a" : "b", settle);
  const names = () => rtcs.all.map(({ localDescription }) => localDescription?.type);
  return { ...both, owner, newcomer, standing, names };
}

for (const owns of ["small", "large"] as const) {
  const who = owns === "small" ? "a smaller" : "a larger";

  Deno.test(`StandingOffer: the newcomer answers that of ${who} id at once, and both use it`, async () => {
    const { owner, newcomer, standing, rtcs, settle, deliver, names } = await waiting(owns);
    newcomer.peer.connectIfNeeded(false);
    await newcomer.peer.receive(standing);
    assertEquals(kinds(newcomer), ["client-answer"]);
    owner.peer.connectIfNeeded(true);
    await settle();
    await deliver();
    assertEquals(rtcs.link(), 1);
    await turn();
    // No other connection was made, whoever is to offer.
    assertEquals([names(), newcomer.asked, owner.asked], [["offer", "answer"], 0, 0]);
    for (const one of [owner, newcomer]) assert(one.peer.isAlive());
  });

  Deno.test(`StandingOffer: the usual way serves where that of ${who} id never comes`, async () => {
    const { owner, newcomer, clock, rtcs, settle, deliver } = await waiting(owns);
    // Each believes that the other has it.
    newcomer.peer.connectIfNeeded(false);
    owner.peer.connectIfNeeded(true);
    await settle();
    await deliver();
    assertEquals(rtcs.link(), 1);
    await clock.pass(60_000);
    assert(owner.peer.isAlive() && newcomer.peer.isAlive());
  });

  Deno.test(`StandingOffer: of ${who} id that was handed to nobody costs no time`, async () => {
    const { owner, newcomer, rtcs, settle, deliver } = await waiting(owns);
    newcomer.peer.connectIfNeeded();
    owner.peer.connectIfNeeded(true);
    await settle();
    await deliver();
    assertEquals([rtcs.link(), newcomer.asked + owner.asked], [1, 0]);
  });

  Deno.test(`StandingOffer: one of ${who} id that the owner is not told of connects with the next try`, async () => {
    const { owner, newcomer, standing, clock, rtcs, settle, deliver } = await waiting(owns);
    newcomer.peer.connectIfNeeded(false);
    await newcomer.peer.receive(standing);
    owner.peer.connectIfNeeded();
    await settle();
    await deliver();
    // The smaller id offers the same connection anyway; the larger one asks after five seconds.
    if (owns === "large") {
      assertEquals(rtcs.link(), 0);
      await clock.pass(5000);
      assertEquals(owner.asked, 1);
      newcomer.peer.reconnect();
      await settle();
      await deliver();
    }
    assertEquals(rtcs.link(), 1);
  });

  Deno.test(`StandingOffer: a connection of ${who} id that is gone gives way to another at once`, async () => {
    const { owner, newcomer, standing, rtcs, settle, deliver } = await waiting(owns);
    newcomer.peer.connectIfNeeded(false);
    await newcomer.peer.receive(standing);
    // Somebody else has got it first, or its network is gone.
    owner.prepared.renew();
    owner.peer.connectIfNeeded(true);
    await settle();
    await deliver();
    assertEquals([rtcs.link(), newcomer.asked + owner.asked], [1, 0]);
    await turn();
    assert(owner.peer.isAlive() && newcomer.peer.isAlive());
  });

  Deno.test(`StandingOffer: when the answer to ${who} id is lost, they try again after five seconds`, async () => {
    const { owner, newcomer, standing, clock, rtcs, settle, deliver } = await waiting(owns);
    newcomer.peer.connectIfNeeded(false);
    await newcomer.peer.receive(standing);
    newcomer.sent.length = 0;
    owner.peer.connectIfNeeded(true);
    await settle();
    await deliver();
    assertEquals(rtcs.link(), 0);
    await clock.pass(5000);
    if (owns === "large") {
      assertEquals(owner.asked, 1);
      newcomer.peer.reconnect();
    }
    await settle();
    await deliver();
    assertEquals(rtcs.link(), 1);
  });

  Deno.test(`StandingOffer: one of ${who} id whose page is gone begins nothing that lasts`, async () => {
    const { owner, newcomer, standing, clock, rtcs, settle, deliver } = await waiting(owns);
    owner.life.abort();
    newcomer.peer.connectIfNeeded(false);
    await newcomer.peer.receive(standing);
    const [, ghost] = rtcs.all;
    await clock.pass(16_000);
    await settle();
    const tries = newcomer.asked + kinds(newcomer).filter((kind) => kind === "client-offer").length;
    assert(tries > 0, "the usual way was not tried");
    if (owns === "large") assertEquals(ghost?.signalingState, "closed");
    assertEquals([newcomer.impostors, newcomer.peer.isAlive()], [0, false]);
    await deliver();
  });

  Deno.test(`StandingOffer: an old one of ${who} id leaves a connection that works alone`, async () => {
    const { owner, newcomer, standing, rtcs, connect } = await waiting(owns);
    owner.prepared.renew();
    await connect();
    const before = [owner, newcomer].map(({ peer }) => peer.connection());
    const made = rtcs.all.length;
    newcomer.peer.connectIfNeeded(false);
    await newcomer.peer.receive(standing);
    assertEquals([rtcs.all.length, kinds(newcomer)], [made, []]);
    assertEquals([owner, newcomer].map(({ peer }) => peer.connection()), before);
  });

  Deno.test(`StandingOffer: a connection of ${who} id that works takes no other one's place`, async () => {
    const { owner, clock, rtcs, settle, connect } = await waiting(owns);
    await connect();
    const before = owner.peer.connection();
    streaming(clock, owner);
    await clock.pass(2000);
    const made = rtcs.all.length;
    // As after a restart of the server: the member who has come is the one who is connected.
    owner.peer.connectIfNeeded(true);
    await settle();
    assertEquals([kinds(owner), rtcs.all.length], [[], made]);
    assert(owner.peer.connection() === before && owner.peer.isAlive());
  });
}

Deno.test("StandingOffer: a smaller id that has had one offers again when its time is over", async () => {
  const { newcomer, clock, settle } = await waiting("large");
  newcomer.peer.connectIfNeeded(false);
  await settle();
  assertEquals(kinds(newcomer), []);
  await clock.pass(5000);
  await settle();
  assertEquals(kinds(newcomer), ["client-offer"]);
});
