import "../../../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../../../client/call/connection/connection.ts";
import { participantView, type Situation } from "../../../../client/call/room/participant.ts";
import type { PeerState } from "../../../../client/call/room/peer.ts";
import type { Health } from "../../../../client/call/health/media_health.ts";
import { turn } from "../../../fakes/clock.ts";
import { fakeConnection } from "../../../fakes/connections.ts";
import { PARTNER } from "../../../fakes/peer_pair.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

const ABOUT = { name: "Ann", mic: true, camera: true, screen: true, hand: false };
const NEW: Situation = { setup: null, late: false, suspected: false };
const FINE = { silent: 0, stalled: 0, frozen: 0, unheard: 0, lossy: false };

function fakeParticipant() {
  const rtcs = new FakeRtcs();
  const now = {
    connection: null as Connection | null,
    pictures: null as Connection | null,
    about: ABOUT,
    health: null as Health | null,
    away: false,
  };
  const slice: PeerState = {
    id: "ann",
    about: () => now.about,
    connection: () => now.connection,
    pictures: () => now.pictures ?? now.connection,
    health: { current: () => now.health },
    presence: () => now.away ? "away" : "here",
    isAlive: () => true,
    sees: () => false,
  };
  const { view } = participantView(slice);
  const connect = () => {
    now.connection = fakeConnection(rtcs);
    now.connection.expect(PARTNER);
    return rtcs.last();
  };
  return { now, view, connect };
}

const ids = (stream: MediaStream | null) => stream?.getTracks().map(({ id }) => id);

Deno.test("Participant: a participant shows the tracks of its three m-lines", () => {
  const { view, connect } = fakeParticipant();
  const tracks = connect().transceivers.map(({ receiver }) => receiver.track.id);
  const { id, about, voice, picture, screen } = view(NEW);
  assertEquals([id, about], ["ann", ABOUT]);
  assertEquals([ids(voice), ids(picture), ids(screen)], tracks.map((track) => [track]));
});

Deno.test("Participant: the streams stay the same while connections change, and hold one track each", () => {
  const { view, connect } = fakeParticipant();
  const empty = view(NEW);
  connect();
  const first = view(NEW);
  const again = connect();
  const second = view(NEW);
  for (const is of ["voice", "picture", "screen"] as const) {
    assert(empty[is] === first[is] && first[is] === second[is], is);
  }
  assertEquals(ids(second.picture), [again.transceivers[1]?.receiver.track.id]);
  // Without tracks a stream is inactive, and Safari ends its element.
  const streams = [second.voice, second.picture, second.screen];
  assertEquals(streams.map((stream) => stream && Reflect.get(stream, "emptied")), [0, 0, 0]);
});

Deno.test("Participant: between two connections the last picture stays", () => {
  const { now, view, connect } = fakeParticipant();
  connect();
  const before = ids(view(NEW).picture);
  now.connection = null;
  assertEquals(ids(view(NEW).picture), before);
});

Deno.test("Participant: what they say is off is not shown; the voice is always there", () => {
  const { now, view, connect } = fakeParticipant();
  connect();
  now.about = { ...ABOUT, mic: false, camera: false, screen: false };
  const { picture, screen, voice } = view(NEW);
  assertEquals([picture, screen, ids(voice)?.length], [null, null, 1]);
  now.about = { ...ABOUT, camera: false };
  assertEquals([view(NEW).picture, ids(view(NEW).screen)?.length], [null, 1]);
});

Deno.test("Participant: the voice comes from the new connection while the picture is the old one's", () => {
  const { now, view, connect } = fakeParticipant();
  const old = connect();
  now.pictures = now.connection;
  const young = connect();
  const { voice, picture, screen } = view(NEW);
  const id = (rtc: typeof old, at: number) => [rtc.transceivers[at]?.receiver.track.id];
  assertEquals(
    [ids(voice), ids(picture), ids(screen)],
    [id(young, 0), id(old, 1), id(old, 2)],
  );
});

Deno.test("Participant: the connection is told in the terms of whoever waits for it", async () => {
  const { now, view, connect } = fakeParticipant();
  const told = (situation: Partial<typeof NEW>) => view({ ...NEW, ...situation }).connection;
  assertEquals([told({}), told({ late: true })], ["connecting", "failed"]);
  assertEquals(told({ setup: 900, late: true }), "reconnecting");
  const rtc = connect();
  assertEquals(told({}), "connecting");
  rtc.become("connected");
  // Not before it is proven who is at the other end.
  assertEquals(told({}), "connecting");
  await turn();
  // Whatever was before: now it works.
  const situations = [{}, { setup: 900, late: true }, { suspected: true }];
  assertEquals(situations.map(told), ["connected", "connected", "connected"]);
  rtc.connectionState = "disconnected";
  assertEquals([told({ setup: 900 }), told({})], ["reconnecting", "connecting"]);
  now.health = { ...FINE, silent: 1999 };
  assertEquals(told({ setup: 900 }), "connected", "it comes in all the same");
  now.health = { ...FINE, silent: 2000 };
  assertEquals(told({ setup: 900 }), "reconnecting");
  now.away = true;
  assertEquals([told({ setup: 900 }), told({ late: true })], ["away", "away"]);
  // Who it is comes before where it is.
  assertEquals(told({ setup: 900, suspected: true }), "unverified");
});

Deno.test("Participant: what is called connected is judged by what arrives", async () => {
  const { now, view, connect } = fakeParticipant();
  connect().become("connected");
  await turn();
  const told = (health: Partial<Health>) => {
    now.health = { ...FINE, ...health };
    return view({ ...NEW, setup: 900 }).connection;
  };
  assertEquals([told({}), told({ silent: 1999 }), told({ silent: 2000 })], [
    "connected",
    "connected",
    "poor",
  ]);
  assertEquals([told({ silent: 8999 }), told({ silent: 9000 })], ["poor", "reconnecting"]);
  assertEquals([told({ stalled: 2000 }), told({ lossy: true })], ["poor", "poor"]);
  assertEquals([told({ unheard: 9001 }), told({ unheard: 9000 })], ["unheard", "connected"]);
  assertEquals(told({ unheard: 9001, silent: 4000 }), "poor", "nobody hears anybody");
  now.away = true;
  assertEquals([told({ silent: 9000 }), told({})], ["away", "connected"]);
});
