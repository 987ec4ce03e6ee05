import "../fakes/platform.ts";
import { assert, assertEquals } from "@std/assert";
import { type Connection, openConnection } from "../../client/call/connection.ts";
import { portray } from "../../client/call/participant.ts";
import type { Peer } from "../../client/call/peer.ts";
import { fakeClock } from "../fakes/clock.ts";
import { Ether } from "../fakes/rtc.ts";

const ABOUT = { name: "Ann", mic: true, camera: true, screen: true, hand: false };
const NEW = { poor: false, met: false, late: false };

function portrait() {
  const ether = new Ether();
  const now = { connection: null as Connection | null, about: ABOUT };
  // The slice of a peer that is looked at.
  const slice = { id: "ann", about: () => now.about, connection: () => now.connection };
  const { view } = portray(slice as Peer);
  const connect = () => {
    now.connection = openConnection({ create: ether.create, config: {}, later: fakeClock().later });
    return ether.last();
  };
  return { now, view, connect };
}

const ids = (stream: MediaStream | null) => stream?.getTracks().map(({ id }) => id);

Deno.test("a participant shows the tracks of its three m-lines", () => {
  const { view, connect } = portrait();
  const tracks = connect().transceivers.map(({ receiver }) => receiver.track.id);
  const { id, about, voice, picture, screen } = view(NEW);
  assertEquals([id, about], ["ann", ABOUT]);
  assertEquals([ids(voice), ids(picture), ids(screen)], tracks.map((track) => [track]));
});

Deno.test("the streams stay the same while connections change, and hold one track each", () => {
  const { view, connect } = portrait();
  const empty = view(NEW);
  connect();
  const first = view(NEW);
  const again = connect();
  const second = view(NEW);
  for (const is of ["voice", "picture", "screen"] as const) {
    assert(empty[is] === first[is] && first[is] === second[is], is);
  }
  assertEquals(ids(second.picture), [again.transceivers[1]?.receiver.track.id]);
});

Deno.test("between two connections the last picture stays", () => {
  const { now, view, connect } = portrait();
  connect();
  const before = ids(view(NEW).picture);
  now.connection = null;
  assertEquals(ids(view(NEW).picture), before);
});

Deno.test("what they say is off is not shown; the voice is always there", () => {
  const { now, view, connect } = portrait();
  connect();
  now.about = { ...ABOUT, mic: false, camera: false, screen: false };
  const { picture, screen, voice } = view(NEW);
  assertEquals([picture, screen, ids(voice)?.length], [null, null, 1]);
  now.about = { ...ABOUT, camera: false };
  assertEquals([view(NEW).picture, ids(view(NEW).screen)?.length], [null, 1]);
});

Deno.test("the connection is told in the terms of whoever waits for it", () => {
  const { view, connect } = portrait();
  const told = (situation: Partial<typeof NEW>) => view({ ...NEW, ...situation }).connection;
  assertEquals([told({}), told({ late: true })], ["connecting", "failed"]);
  assertEquals(told({ met: true, late: true }), "reconnecting");
  const rtc = connect();
  assertEquals(told({}), "connecting");
  rtc.connectionState = "connected";
  assertEquals([told({}), told({ poor: true })], ["connected", "poor"]);
  // Whatever was before: now it works.
  assertEquals(told({ met: true, late: true }), "connected");
  rtc.connectionState = "disconnected";
  assertEquals([told({ poor: true, met: true }), told({ poor: true })], [
    "reconnecting",
    "connecting",
  ]);
});
