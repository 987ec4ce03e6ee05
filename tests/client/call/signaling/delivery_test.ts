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

interface Standing {
  isAlive: boolean;
  presence: "here" | "left";
  sees: string[];
}

/** The roads of one page to three others, and what went over each. */
function roads() {
  const gone: string[] = [];
  const received: (SealedMessage & { by: string })[] = [];
  const stands = new Map<string, Standing>();
  const world = { wire: true, now: 0 };
  for (const id of [BOB, CEM, DAN, EVA]) {
    stands.set(id, { isAlive: true, presence: "here", sees: [] });
  }
  const peers = [...stands].map(([id, stand]) => {
    const slice = {
      id,
      isAlive: () => stand.isAlive,
      presence: () => stand.presence,
      sees: (other: string) => stand.isAlive && stand.sees.includes(other),
      send(talk: ChannelMessage) {
        if (talk.type === "forward") gone.push(`${id.slice(0, 3)}: ${talk.from.slice(0, 3)}`);
        return stand.isAlive;
      },
    };
    return slice as Partial<Peer> as Peer;
  });
  const laid = createDelivery({
    me: ME,
    peers: () => peers,
    known: (id) => peers.find((one) => one.id === id),
    sendToServer() {
      if (world.wire) gone.push("wire");
      return world.wire;
    },
    receive: (parcel, by) => void received.push({ ...parcel, by }),
    isFrom: (_, { sealed }) => Promise.resolve(sealed !== "bm90IG1pbmU"),
    now: () => world.now,
  });
  const stand = (id: string, how: Partial<Standing>) => Object.assign(stands.get(id) ?? {}, how);
  return { laid, gone, received, world, stand };
}

const parcel = (from: string, to: string): SealedMessage => ({
  kind: "client-offer",
  from,
  to,
  sealed: "c2VhbGVk",
});

Deno.test("Delivery: a pair that works speaks for itself, without the server", () => {
  const { laid, gone } = roads();
  laid.send(parcel(ME, BOB), false);
  assertEquals(gone, ["bob: me_"]);
});

Deno.test("Delivery: a broken pair goes by the server, and by nobody else while it leads there", () => {
  const { laid, gone, stand } = roads();
  stand(BOB, { isAlive: false });
  stand(CEM, { sees: [BOB] });
  laid.send(parcel(ME, BOB), false);
  assertEquals(gone, ["wire"]);
});

Deno.test("Delivery: without the server, or without them on it, two who see them pass it on", () => {
  const { laid, gone, world, stand } = roads();
  stand(BOB, { isAlive: false });
  stand(CEM, { sees: [BOB] });
  stand(DAN, { sees: [BOB], isAlive: false });
  stand(EVA, { sees: [BOB] });
  world.wire = false;
  laid.send(parcel(ME, BOB), false);
  assertEquals(gone.splice(0), ["cem: me_", "eva: me_"]);
  stand(DAN, { isAlive: true });
  laid.send(parcel(ME, BOB), false);
  assertEquals(gone.splice(0), ["cem: me_", "dan: me_"]);
  world.wire = true;
  stand(BOB, { presence: "left" });
  laid.send(parcel(ME, BOB), false);
  assertEquals(gone, ["wire", "cem: me_", "dan: me_"]);
});

Deno.test("Delivery: what is urgent takes every road", () => {
  const { laid, gone, stand } = roads();
  stand(CEM, { sees: [BOB] });
  laid.send(parcel(ME, BOB), true);
  assertEquals(gone, ["bob: me_", "wire", "cem: me_"]);
});

Deno.test("Delivery: what is urgent goes to them directly, too: they may hear this page although it hears nothing", () => {
  const { laid, gone, stand } = roads();
  stand(BOB, { isAlive: false });
  laid.send(parcel(ME, BOB), true);
  assertEquals(gone, ["bob: me_", "wire"]);
});

Deno.test("Delivery: a parcel for this page is received with the name of who has handed it over", () => {
  const { laid, gone, received } = roads();
  laid.forward(CEM, parcel(BOB, ME));
  laid.forward(BOB, parcel(BOB, ME));
  const [bobs] = [parcel(BOB, ME)];
  assertEquals([received, gone], [[{ ...bobs, by: CEM }, { ...bobs, by: BOB }], []]);
});

Deno.test("Delivery: a member's own parcel is passed on one step, somebody else's never", async () => {
  const { laid, gone, received } = roads();
  laid.forward(BOB, parcel(BOB, CEM));
  laid.forward(BOB, parcel(DAN, CEM));
  laid.forward(BOB, parcel(BOB, ID("nobody")));
  laid.forward(BOB, { ...parcel(BOB, CEM), sealed: "bm90IG1pbmU" });
  await turn();
  assertEquals([gone, received], [["cem: bob"], []]);
});

Deno.test("Delivery: one member has so many parcels passed on, and no more until later", async () => {
  const { laid, gone, world } = roads();
  for (let at = 0; at < 80; at++) laid.forward(BOB, parcel(BOB, CEM));
  laid.forward(DAN, parcel(DAN, CEM));
  await turn();
  assertEquals([gone.length, gone.at(-1)], [61, "cem: dan"]);
  world.now = 10_001;
  laid.forward(BOB, parcel(BOB, CEM));
  await turn();
  assertEquals(gone.length, 62);
});
