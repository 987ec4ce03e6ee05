import { assertEquals } from "@std/assert";
import type { Peer } from "../../../../client/call/room/peer.ts";
import { serverEvents } from "../../../../client/call/room/server_events.ts";
import type { ServerMessage } from "../../../../protocol/mod.ts";

const ICE = [{ urls: ["turn:relay.example"], username: "u", credential: "c" }];
const NOBODY = {
  type: "welcome",
  version: 1,
  id: "m",
  members: [],
  iceServers: [],
  beat: 5,
} as const;

/** Page "m" that knows these members; `did` tells what its messages did. */
function page(known: readonly string[] = [], returning = false) {
  const did: string[] = [];
  const expected: string[] = [];
  const peers = new Map<string, Peer>();
  const begin = (id: string) => {
    const slice: Partial<Peer> = {
      id,
      connectIfNeeded: (offered) =>
        void did.push(`connect ${id}${offered === undefined ? "" : ` offered ${offered}`}`),
      reconnect: () => void did.push(`reconnect ${id}`),
      setPresence: (presence) => void did.push(`${id} ${presence}`),
    };
    const peer = slice as Peer;
    peers.set(id, peer);
    return peer;
  };
  known.forEach(begin);
  const hear = serverEvents({
    me: "m",
    returning,
    members: {
      ensure: (id) => peers.get(id) ?? begin(id),
      get: (id) => peers.get(id),
      list: () => [...peers.values()].map((peer) => ({ peer, since: 0, setup: null, late: false })),
    },
    iceServers: { take: ({ iceServers }) => void did.push(`${iceServers.length} ICE servers`) },
    early: { gather: () => void did.push("gather") },
    prepared: { renew: (soon) => void did.push(`prepare anew${soon ? " soon" : ""}`) },
    expect: (id) => void expected.push(id),
    receive: ({ kind, from, to, sealed }) => did.push(`${kind} ${from} ${to} ${sealed}`),
  });
  return {
    expected,
    hear(message: ServerMessage): string[] {
      hear(message);
      return did.splice(0);
    },
  };
}

Deno.test("ServerEvents: a welcome brings ICE servers, and a connection is prepared with them", () => {
  assertEquals(page().hear({ ...NOBODY, iceServers: ICE }), ["1 ICE servers", "prepare anew"]);
  assertEquals(page().hear(NOBODY), ["0 ICE servers"]);
});

Deno.test("ServerEvents: a welcome connects with those who are here, and says who is away or has left", () => {
  const did = page(["b", "c", "d"]).hear({ ...NOBODY, members: ["b", "z"], away: ["c"] });
  assertEquals(did, ["0 ICE servers", "c away", "d left", "connect b", "connect z"]);
});

Deno.test("ServerEvents: a reloaded page asks those who offer for a new connection, once", () => {
  const { hear } = page([], true);
  const welcome = { ...NOBODY, members: ["b", "z"] };
  // "b" offers to "m", and may still hold the connection of before; "m" offers to "z".
  assertEquals(hear(welcome).slice(1), ["reconnect b", "connect z"]);
  assertEquals(hear(welcome).slice(1), ["connect b", "connect z"]);
});

Deno.test("ServerEvents: a call connects, one to this page connects anew, and an own one does nothing", () => {
  const { hear } = page();
  assertEquals(hear({ type: "client-call", from: "b" }), ["connect b"]);
  assertEquals(hear({ type: "client-call", from: "b", to: "m" }), ["reconnect b"]);
  assertEquals(hear({ type: "client-call", from: "m" }), []);
});

Deno.test("ServerEvents: a leave, an absence and a refusal tell the presence of a known member alone", () => {
  const { hear } = page(["b"]);
  assertEquals(hear({ type: "client-away", from: "b" }), ["b away"]);
  assertEquals(hear({ type: "client-leave", from: "b" }), ["b left"]);
  assertEquals(hear({ type: "refused", code: "no_such_peer", to: "b" }), ["b left"]);
  assertEquals(hear({ type: "refused", code: "rate_limited", to: "b" }), []);
  assertEquals(hear({ type: "client-leave", from: "x" }), []);
});

Deno.test("ServerEvents: sealed messages and ICE servers are handed on, beats are not", () => {
  const { hear } = page();
  const offer = { type: "client-offer", from: "b", sealed: "text" } as const;
  assertEquals(hear(offer), ["client-offer b m text"]);
  assertEquals(hear({ type: "ice", iceServers: ICE }), ["1 ICE servers"]);
  assertEquals(hear({ type: "beat" }), []);
});

Deno.test("ServerEvents: a member that is about to write is expected, which this page is not", () => {
  const { hear, expected } = page();
  hear({ ...NOBODY, members: ["b", "z"] });
  hear({ type: "client-call", from: "c" });
  hear({ type: "client-call", from: "m" });
  hear({ type: "client-leave", from: "d" });
  assertEquals(expected, ["b", "z", "c"]);
});

Deno.test("ServerEvents: a member's standing offer is taken in its name, but not by a reloaded page", () => {
  const offers = [{ from: "b", sealed: "text" }, { from: "nobody here", sealed: "x" }];
  const welcome = { ...NOBODY, members: ["b", "z"], offers };
  // It is answered before another connection is prepared.
  assertEquals(page().hear({ ...welcome, iceServers: ICE }).slice(1), [
    "gather",
    "prepare anew soon",
    "connect b offered false",
    "client-offer b * text",
    "connect z",
  ]);
  // The others may hold what it has lost, and would not take the answer.
  const returned = page([], true);
  assertEquals(returned.hear(welcome).slice(2), ["reconnect b", "connect z"]);
  assertEquals(returned.hear({ ...welcome, offers: [{ from: "z", sealed: "text" }] }).slice(2), [
    "connect b",
    "connect z offered false",
    "client-offer z * text",
  ]);
});

Deno.test("ServerEvents: a newcomer that has the standing offer of this page is waited for", () => {
  const { hear } = page();
  assertEquals(hear({ type: "client-call", from: "b", offered: true }), ["connect b offered true"]);
  const named = { type: "client-call", from: "b", to: "m", offered: true } as const;
  assertEquals(hear(named), ["reconnect b"]);
});
