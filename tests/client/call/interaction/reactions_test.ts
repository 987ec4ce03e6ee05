import { assertEquals } from "@std/assert";
import { openReactions, REACTION_MS } from "../../../../client/call/interaction/reactions.ts";
import type { Member } from "../../../../client/call/room/member.ts";
import type { Reactions } from "../../../../client/state/interaction.ts";
import { fakeClock } from "../../../fakes/clock.ts";

/** The reactions of a page that is connected with Bob and Cem. */
function page() {
  const { elapsed, later, pass } = fakeClock();
  const life = new AbortController();
  const said: string[] = [];
  let state: Reactions | null = null;
  const members = ["bob", "cem"].map((id) => ({
    peer: { id, send: (message: unknown) => said.push(`${id} ${JSON.stringify(message)}`) },
  })) as unknown as readonly Member[];
  const feed = openReactions({
    elapsed,
    later,
    members: () => members,
    tell: (reactions) => state = reactions,
    signal: life.signal,
  });
  const current = (): Reactions | null => state;
  const shown = () => current()?.shown.map(({ from, kind }) => `${from} ${kind}`) ?? [];
  const hear = (by: string, times = 1) => {
    for (let at = 0; at < times; at++) {
      feed.receive(by, by, { type: "reaction", kind: "heart" });
    }
  };
  return { pass, life, said, shown, hear, react: () => current()?.react("laugh") };
}

Deno.test("Reactions: one is sent to everybody, shown on both sides, and gone after some seconds", async () => {
  const { pass, said, shown, hear, react } = page();
  react();
  hear("bob");
  assertEquals(said, [
    'bob {"type":"reaction","kind":"laugh"}',
    'cem {"type":"reaction","kind":"laugh"}',
  ]);
  assertEquals(shown(), ["me laugh", "bob heart"]);
  await pass(REACTION_MS);
  assertEquals(shown(), []);
});

Deno.test("Reactions: a flood costs its sender alone, and is let through again at its pace", async () => {
  const { pass, shown, hear } = page();
  hear("bob", 1000);
  hear("cem");
  assertEquals(shown().filter((one) => one === "bob heart").length, 5);
  assertEquals(shown().filter((one) => one === "cem heart").length, 1);
  await pass(REACTION_MS);
  hear("bob", 1000);
  assertEquals(shown().length, 5);
});

Deno.test("Reactions: a page sends no more than the others show", () => {
  const { said, shown, react } = page();
  for (let at = 0; at < 100; at++) react();
  assertEquals(shown().length, 5);
  assertEquals(said.length, 10);
});

Deno.test("Reactions: nothing is shown and sent after the call", () => {
  const { life, said, shown, hear, react } = page();
  life.abort();
  react();
  hear("bob");
  assertEquals([said, shown()], [[], []]);
});
