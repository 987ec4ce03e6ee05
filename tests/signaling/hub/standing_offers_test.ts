import { assert, assertEquals } from "@std/assert";
import {
  type IceServer,
  MAX_FRAME_BYTES,
  MAX_MEMBERS,
  MAX_STANDING_OFFER_CHARS,
} from "../../../protocol/mod.ts";
import { type FakeHub, id, openFakeHub } from "../../fakes/server_socket.ts";

const [R, S] = [id("R"), id("S")];
const [a, b, c, d] = [id("a"), id("b"), id("c"), id("d")];
const stand = (sealed?: string) => ({ type: "client-standing-offer", sealed });

/** Enters, and tells the offers in the welcome. */
function come({ enter }: FakeHub, member: string, room = R, viewer = false) {
  const socket = enter(room, member, viewer);
  socket.audience();
  const [welcome] = socket.take();
  assert(welcome?.type === "welcome", `${welcome?.type}`);
  return { socket, offers: welcome.offers, members: welcome.members };
}

/** Members that are called about a newcomer, and those of them that hear it has their offer. */
const called = (socket: ReturnType<typeof come>["socket"]) =>
  socket.take().map((message) =>
    message.type === "client-call" ? [message.from, message.offered ?? false] : [message.type]
  );

Deno.test("StandingOffers: the next who comes gets the offer, its owner hears it, and it is gone", () => {
  const hub = openFakeHub();
  const { socket: owner } = come(hub, a);
  owner.hear(stand("b25l"));
  assertEquals(owner.take(), []);
  assertEquals(come(hub, b).offers, [{ from: a, sealed: "b25l" }]);
  assertEquals(called(owner), [[b, true]]);
  assertEquals(come(hub, c).offers, undefined);
  assertEquals(called(owner), [[c, false]]);
  assertEquals(hub.meter.read("standing", ""), 1);
  owner.hear(stand("dHdv"));
  assertEquals(come(hub, d).offers, [{ from: a, sealed: "dHdv" }]);
});

Deno.test("StandingOffers: the newest of a member counts, and one that is withdrawn is gone", () => {
  const hub = openFakeHub();
  const { socket: owner } = come(hub, a);
  const { socket: other } = come(hub, b);
  owner.hear(stand("b25l"));
  owner.hear(stand("dHdv"));
  other.hear(stand("b25l"));
  other.hear(stand());
  assertEquals(come(hub, c).offers, [{ from: a, sealed: "dHdv" }]);
  assertEquals([called(owner), called(other)], [[[b, false], [c, true]], [[c, false]]]);
});

Deno.test("StandingOffers: nobody of another room, no viewer and no member that was here gets one", () => {
  const hub = openFakeHub();
  const { socket: owner } = come(hub, a);
  const { socket: lost } = come(hub, b);
  owner.hear(stand("b25l"));
  assertEquals(come(hub, c, S).offers, undefined);
  assertEquals(come(hub, d, R, true).offers, undefined);
  // Its socket was lost, or replaced: what it had of the call may stand.
  lost.drop();
  assertEquals(come(hub, b).offers, undefined);
  assertEquals(come(hub, b).offers, undefined);

  assertEquals(come(hub, c).offers, [{ from: a, sealed: "b25l" }]);
  // A viewer that speaks from now on is a newcomer.
  owner.hear(stand("dHdv"));
  assertEquals(come(hub, d).offers, [{ from: a, sealed: "dHdv" }]);
});

Deno.test("StandingOffers: what a viewer leaves is nobody's", () => {
  const hub = openFakeHub();
  come(hub, a);
  come(hub, b, R, true).socket.hear(stand("b25l"));
  assertEquals(come(hub, c).offers, undefined);
});

Deno.test("StandingOffers: an offer ends with its socket, however that ends", () => {
  const ends = {
    "closed by the page": (_: FakeHub, socket: ReturnType<typeof come>["socket"]) => socket.quit(),
    "left": (_: FakeHub, socket: ReturnType<typeof come>["socket"]) =>
      socket.hear({ type: "client-leave" }),
    "lost": (_: FakeHub, socket: ReturnType<typeof come>["socket"]) => socket.drop(),
    "lost, and back": (hub: FakeHub, socket: ReturnType<typeof come>["socket"]) => {
      socket.drop();
      come(hub, a);
    },
    "replaced": (hub: FakeHub) => void come(hub, a),
    "a viewer's": (hub: FakeHub) => void come(hub, a, R, true),
  };
  for (const [name, end] of Object.entries(ends)) {
    const hub = openFakeHub();
    const { socket: owner } = come(hub, a);
    owner.hear(stand("b25l"));
    end(hub, owner);
    assertEquals(come(hub, b).offers, undefined, name);
  }
});

Deno.test("StandingOffers: a page that is silent gives nothing, and gives it when it is back", async () => {
  const hub = openFakeHub();
  const { socket: owner } = come(hub, a);
  owner.hear(stand("b25l"));
  owner.hear({ type: "client-beat" });
  await hub.clock.pass(21_000);
  assertEquals(come(hub, b).offers, undefined);
  owner.hear({ type: "client-beat" });
  assertEquals(come(hub, c).offers, [{ from: a, sealed: "b25l" }]);
});

Deno.test("StandingOffers: who finds the room full gets nothing, and takes nothing", () => {
  const hub = openFakeHub();
  const { socket: owner } = come(hub, a);
  const others = Array.from({ length: MAX_MEMBERS - 1 }, (_, at) => come(hub, id(`m${at}`)).socket);
  owner.hear(stand("b25l"));
  assertEquals(hub.enter(R, b).take().map(({ type }) => type), ["refused"]);
  others[0]?.quit();
  assertEquals(come(hub, b).offers, [{ from: a, sealed: "b25l" }]);
});

Deno.test("StandingOffers: a welcome with seven of the longest offers and eight relays fits a frame", () => {
  const urls = ["udp", "tcp"].map((way) =>
    `turn:relay-of-the-provider.example.org:3478?transport=${way}`
  );
  const server: IceServer = { urls, username: "u".repeat(64), credential: "c".repeat(64) };
  const ice = { iceServers: Array.from({ length: 8 }, () => server), iceTtl: 600 };
  const hub = openFakeHub({}, null, () => ({ now: ice, better: null }));
  const others = Array.from({ length: MAX_MEMBERS - 1 }, (_, at) => come(hub, id(`m${at}`)).socket);
  for (const socket of others) socket.hear(stand("x".repeat(MAX_STANDING_OFFER_CHARS)));
  const [frame = ""] = hub.enter(R, a).frames;
  assertEquals(JSON.parse(frame).offers.length, MAX_MEMBERS - 1);
  assert(frame.length <= MAX_FRAME_BYTES, `${frame.length} bytes`);
});

Deno.test("StandingOffers: one that is too long, or no offer, is refused, and the one before stays", () => {
  const hub = openFakeHub();
  const { socket: owner } = come(hub, a);
  owner.hear(stand("b25l"));
  for (const sealed of ["x".repeat(MAX_STANDING_OFFER_CHARS + 4), ""]) {
    owner.hear(stand(sealed));
    assertEquals(owner.take(), [{ type: "refused", code: "bad_message" }]);
  }
  assertEquals(come(hub, b).offers, [{ from: a, sealed: "b25l" }]);
});

Deno.test("StandingOffers: thirty a minute are taken, and every withdrawal", () => {
  const hub = openFakeHub();
  const { socket: owner } = come(hub, a);
  for (let at = 0; at < 31; at++) owner.hear(stand("b25l"));
  assertEquals(owner.take(), [{ type: "refused", code: "rate_limited" }]);
  owner.hear(stand());
  assertEquals([owner.take(), come(hub, b).offers], [[], undefined]);
});
