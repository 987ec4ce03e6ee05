import { assertEquals } from "@std/assert";
import type { ClientMessage } from "../../../../protocol/mod.ts";
import { openAvoidance } from "../../../../client/call/watching/avoidance.ts";
import { fakeClock } from "../../../fakes/clock.ts";

const id = (name: string) => name.padEnd(22, "_");
const [ME, BOB, CY] = [id("v"), id("bob"), id("cy")];

/** A viewer's page: seconds pass, and packets come or do not. */
function page() {
  const clock = fakeClock();
  const said: string[] = [];
  const avoidance = openAvoidance({
    me: ME,
    elapsed: clock.now,
    report(message: ClientMessage) {
      if (message.type !== "client-avoid") return true;
      said.push(message.speaker ? `avoids ${message.speaker[0]}` : "avoids nobody");
      return true;
    },
  });
  const counts = new Map<string, number>();
  /** Looks after each second for so long, with packets of `flowing` meanwhile. */
  async function watch(assigned: string, seconds: number, flowing: string | null): Promise<void> {
    for (let at = 0; at < seconds; at++) {
      await clock.pass(1000);
      if (flowing) counts.set(flowing, (counts.get(flowing) ?? 0) + 50);
      for (const [one, packetsReceived] of counts) {
        const stats = [["a", { id: "a", type: "inbound-rtp", timestamp: 0, packetsReceived }]];
        avoidance.read(one, new Map(stats as [string, RTCStats][]) as RTCStatsReport);
      }
      avoidance.look(assigned);
    }
  }
  const hear = (speaker: string | null) =>
    avoidance.hear({
      avoids: speaker ? [{ viewer: ME, speaker }] : [],
      serving: [BOB, CY].map((one) => ({ id: one, viewers: 4 })),
    });
  return { said, watch, hear };
}

Deno.test("Avoidance: a speaker of whom nothing ever came is given a longer time than one that falls silent", async () => {
  const unheard = page();
  await unheard.watch(BOB, 5, null);
  assertEquals(unheard.said, []);
  await unheard.watch(BOB, 1, null);
  assertEquals(unheard.said, ["avoids b"]);
  const silent = page();
  await silent.watch(BOB, 9, BOB);
  await silent.watch(BOB, 2, null);
  assertEquals(silent.said, []);
  await silent.watch(BOB, 1, null);
  assertEquals(silent.said, ["avoids b"]);
});

Deno.test("Avoidance: it ends when the speaker works again while nobody else serves", async () => {
  const { said, watch, hear } = page();
  await watch(BOB, 5, BOB);
  await watch(BOB, 3, null);
  hear(BOB);
  await watch(BOB, 2, null);
  assertEquals(said, ["avoids b"], "what came before is no sign of life");
  await watch(BOB, 1, BOB);
  assertEquals(said, ["avoids b", "avoids nobody"]);
});

Deno.test("Avoidance: it is a lease, which each trial in vain doubles, and which waits for a picture from elsewhere", async () => {
  const { said, watch, hear } = page();
  await watch(BOB, 6, null);
  hear(BOB);
  await watch(CY, 5, null);
  await watch(CY, 54, CY);
  assertEquals(said, ["avoids b"]);
  await watch(CY, 1, CY);
  assertEquals(said, ["avoids b", "avoids nobody"]);
  hear(null);
  await watch(BOB, 6, null);
  hear(BOB);
  await watch(CY, 119, CY);
  assertEquals(said.length, 3);
  await watch(CY, 1, CY);
  assertEquals(said, ["avoids b", "avoids nobody", "avoids b", "avoids nobody"]);
});
