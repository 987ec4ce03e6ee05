import { assert, assertEquals } from "@std/assert";
import {
  assignViewers as assign,
  type Roster,
} from "../../../../client/call/watching/assignment.ts";
import { seeded } from "../../../fakes/seeded_random.ts";

const ids = (letter: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${letter}${at}`.padEnd(22, "_"));
const offers = (speakers: readonly string[], viewers: number) =>
  speakers.map((id) => ({ id, viewers }));

const assignViewers = (roster: Omit<Roster, "avoids">, avoids: Roster["avoids"] = []) =>
  assign({ ...roster, avoids });

Deno.test("assignViewers: every page finds the same, whatever the order of the roster", () => {
  const [speakers, viewers] = [ids("s", 5), ids("v", 20)];
  const once = assignViewers({ serving: offers(speakers, 4), viewers });
  const again = assignViewers({
    serving: offers(speakers.toReversed(), 4),
    viewers: viewers.toReversed(),
  });
  assertEquals([...again].sort(), [...once].sort());
  assertEquals(once.size, 20);
});

Deno.test("assignViewers: nobody serves more than it offers, and who finds no place has none", () => {
  const [speakers, viewers] = [ids("s", 3), ids("v", 20)];
  const assigned = assignViewers({ serving: offers(speakers, 4), viewers });
  const counts = speakers.map((id) => [...assigned.values()].filter((by) => by === id).length);
  assertEquals(counts, [4, 4, 4]);
  assertEquals(assignViewers({ serving: offers(speakers, 0), viewers }).size, 0);
  assertEquals(assignViewers({ serving: [], viewers }).size, 0);
});

Deno.test("assignViewers: when a speaker leaves, its viewers move, and no others while there is room", () => {
  const random = seeded(7);
  for (let round = 0; round < 50; round++) {
    const speakers = ids("s", 2 + Math.floor(random() * 6));
    const viewers = ids("v", 1 + Math.floor(random() * 20));
    const before = assignViewers({ serving: offers(speakers, 40), viewers });
    const [gone = "", ...rest] = speakers;
    const after = assignViewers({ serving: offers(rest, 40), viewers });
    for (const [viewer, by] of before) {
      if (by === gone) assert(rest.includes(after.get(viewer) ?? ""));
      else assertEquals(after.get(viewer), by);
    }
  }
});

Deno.test("assignViewers: viewers spread over the speakers", () => {
  const speakers = ids("s", 4);
  const assigned = assignViewers({ serving: offers(speakers, 200), viewers: ids("v", 200) });
  for (const id of speakers) {
    const share = [...assigned.values()].filter((by) => by === id).length;
    assert(share > 20 && share < 90, `${id} serves ${share} of 200`);
  }
});

Deno.test("assignViewers: a speaker of whom a viewer gets nothing is the last that serves it", () => {
  const [[a = "", b = ""], [viewer = "", other = ""]] = [ids("s", 2), ids("v", 2)];
  for (const speaker of [a, b]) {
    const avoids = [{ viewer, speaker }];
    const all = { serving: offers([a, b], 4), viewers: [viewer, other] };
    const assigned = assignViewers(all, avoids);
    assertEquals(assigned.get(viewer), speaker === a ? b : a);
    assertEquals(assigned.get(other), assignViewers(all).get(other), "nobody else moves");
    assertEquals(
      assignViewers({ ...all, serving: offers([speaker], 4) }, avoids).get(viewer),
      speaker,
    );
  }
});

Deno.test("assignViewers: who avoids a speaker has the last place of another one", () => {
  const [[a = "", b = ""], viewers] = [ids("s", 2), ids("v", 2)];
  for (const viewer of viewers) {
    for (const speaker of [a, b]) {
      const other = speaker === a ? b : a;
      const assigned = assignViewers({ serving: offers([a, b], 1), viewers }, [
        { viewer, speaker },
      ]);
      assertEquals([assigned.get(viewer), assigned.size], [other, 2]);
    }
  }
});
