import { assertEquals } from "@std/assert";
import type { ChannelMessage } from "../../../../client/call/messages/peer_channel.ts";
import type { Peer } from "../../../../client/call/room/peer.ts";
import { turn } from "../../../fakes/clock.ts";
import { createDelivery, type SealedMessage } from "../../../../client/call/signaling/delivery.ts";

const ID = (name: string) => name.padEnd(22, "_");
const [ME, BOB, CEM, DAN, EVA] = ["me", "bob", "cem", "dan", "eva"].map(ID) as [
  string,
  string,
  string,
  string,
  string,
];

interface PeerState {
  isAlive: boolean;
  presence: "here" | "left";
  sees: string[];
}

/** The roads of one page to three others, and what went over each. */
function fakeDelivery() {
  const sent: string[] = [];
  const received: (SealedMessage & { by: string })[] = [];
  const states = new Map<string, PeerState>();
  const world = { server: true, now: 0 };
  for (const id of [BOB, CEM, DAN, EVA]) {
    states.set(id, { isAlive: true, presence: "here", sees: [] });
  }
  const peers = [...states].map(([id, setState]) => {
    const slice = {
      id,
      isAlive: () => setState.isAlive,
      presence: () => setState.presence,
      sees: (other: string) => setState.isAlive && setState.sees.includes(other),
      send(talk: ChannelMessage) {
        if (talk.type === "forward") sent.push(`${id.slice(0, 3)}: ${talk.from.slice(0, 3)}`);
        return setState.isAlive;
      },
    };
    return slice as Partial<Peer> as Peer;
  });
  const delivery = createDelivery({
    me: ME,
    peers: () => peers,
    known: (id) => peers.find((one) => one.id === id),
    sendToServer() {
      if (world.server) sent.push("server");
      return world.server;
    },
    receive: (sealedMessage, by) => void received.push({ ...sealedMessage, by }),
    isFrom: (_, { sealed }) => Promise.resolve(sealed !== "bm90IG1pbmU"),
    now: () => world.now,
  });
  const setState = (id: string, how: Partial<PeerState>) =>
    Object.assign(states.get(id) ?? {}, how);
  return { delivery, sent, received, world, setState };
}

const sealedMessage = (from: string, to: string): SealedMessage => ({
  kind: "client-offer",
  from,
  to,
  sealed: "c2VhbGVk",
});

Deno.test("Delivery: a pair that works speaks for itself, without the server", () => {
  const { delivery, sent } = fakeDelivery();
  delivery.send(sealedMessage(ME, BOB), false);
  assertEquals(sent, ["bob: me_"]);
});

Deno.test("Delivery: a broken pair goes by the server, and by nobody else while it leads there", () => {
  const { delivery, sent, setState } = fakeDelivery();
  setState(BOB, { isAlive: false });
  setState(CEM, { sees: [BOB] });
  delivery.send(sealedMessage(ME, BOB), false);
  assertEquals(sent, ["server"]);
});

Deno.test("Delivery: without the server, or without them on it, two who see them pass it on", () => {
  const { delivery, sent, world, setState } = fakeDelivery();
  setState(BOB, { isAlive: false });
  setState(CEM, { sees: [BOB] });
  setState(DAN, { sees: [BOB], isAlive: false });
  setState(EVA, { sees: [BOB] });
  world.server = false;
  delivery.send(sealedMessage(ME, BOB), false);
  assertEquals(sent.splice(0), ["cem: me_", "eva: me_"]);
  setState(DAN, { isAlive: true });
  delivery.send(sealedMessage(ME, BOB), false);
  assertEquals(sent.splice(0), ["cem: me_", "dan: me_"]);
  world.server = true;
  setState(BOB, { presence: "left" });
  delivery.send(sealedMessage(ME, BOB), false);
  assertEquals(sent, ["server", "cem: me_", "dan: me_"]);
});

Deno.test("Delivery: what is urgent takes every road", () => {
  const { delivery, sent, setState } = fakeDelivery();
  setState(CEM, { sees: [BOB] });
  delivery.send(sealedMessage(ME, BOB), true);
  assertEquals(sent, ["bob: me_", "server", "cem: me_"]);
});

Deno.test("Delivery: what is urgent goes to them directly, too: they may hear this page although it hears nothing", () => {
  const { delivery, sent, setState } = fakeDelivery();
  setState(BOB, { isAlive: false });
  delivery.send(sealedMessage(ME, BOB), true);
  assertEquals(sent, ["bob: me_", "server"]);
});

Deno.test("Delivery: a message for this page is received with the name of who has handed it over", () => {
  const { delivery, sent, received } = fakeDelivery();
  delivery.forward(CEM, sealedMessage(BOB, ME));
  delivery.forward(BOB, sealedMessage(BOB, ME));
  const [bobs] = [sealedMessage(BOB, ME)];
  assertEquals([received, sent], [[{ ...bobs, by: CEM }, { ...bobs, by: BOB }], []]);
});

Deno.test("Delivery: a member's own message is passed on one step, somebody else's never", async () => {
  const { delivery, sent, received } = fakeDelivery();
  delivery.forward(BOB, sealedMessage(BOB, CEM));
  delivery.forward(BOB, sealedMessage(DAN, CEM));
  delivery.forward(BOB, sealedMessage(BOB, ID("nobody")));
  delivery.forward(BOB, { ...sealedMessage(BOB, CEM), sealed: "bm90IG1pbmU" });
  await turn();
  assertEquals([sent, received], [["cem: bob"], []]);
});

Deno.test("Delivery: one member has so many messages passed on, and no more until later", async () => {
  const { delivery, sent, world } = fakeDelivery();
  for (let at = 0; at < 80; at++) delivery.forward(BOB, sealedMessage(BOB, CEM));
  delivery.forward(DAN, sealedMessage(DAN, CEM));
  await turn();
  assertEquals([sent.length, sent.at(-1)], [61, "cem: dan"]);
  world.now = 10_001;
  delivery.forward(BOB, sealedMessage(BOB, CEM));
  await turn();
  assertEquals(sent.length, 62);
});
