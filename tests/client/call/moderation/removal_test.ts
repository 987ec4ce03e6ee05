import { assert, assertEquals } from "@std/assert";
import { createRemoval, type Removal } from "../../../../client/call/moderation/removal.ts";
import {
  readControlMessage,
  type RemovalMessage,
} from "../../../../client/call/messages/group_control.ts";
import type { Member } from "../../../../client/call/room/member.ts";
import type { CallState } from "../../../../client/state/call_state.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";

const idOf = (name: string) => name.padEnd(22, "_");

/**
 * Pages that are all connected with each other, but for the pairs that are `deaf`. Messages of pairs
 * in `slow` come so many ms later; null: never, though the sender's browser takes them.
 */
function room(
  names: readonly string[],
  deaf: readonly string[] = [],
  slow: Readonly<Record<string, number | null>> = {},
) {
  const clock = fakeClock();
  const gone = new Set<string>();
  const life = new AbortController();
  const pages = new Map(names.map((name) => {
    const assembly: Removal = { receive() {}, remove() {} };
    const said: string[] = [];
    const state: { move?: CallState["move"] } = {};
    return [name, { assembly, said, state, keys: [] as string[] }];
  }));
  const page = (name: string) => {
    const found = pages.get(name);
    assert(found);
    return found;
  };
  for (const [me, { assembly, said, state, keys }] of pages) {
    const pairs = names.filter((name) => name !== me).map((name) => ({
      peer: {
        id: idOf(name),
        about: () => ({ name }),
        send(motion: RemovalMessage) {
          said.push(`${name} ${motion.type}`);
          if (deaf.includes(me + name) || deaf.includes(name + me)) return false;
          const deliver = () => page(name).assembly.receive(idOf(me), me, motion);
          const ms = slow[me + name];
          if (ms === undefined) queueMicrotask(deliver);
          else if (ms !== null) clock.later(ms, deliver, life.signal);
          return true;
        },
      },
    })) as unknown as readonly Member[];
    const removal = createRemoval({
      members: () => pairs.filter(({ peer }) => !gone.has(peer.id)),
      tell: (move) => state.move = move,
      moveTo(key) {
        keys.push(key);
        gone.add(idOf(me));
      },
      later: clock.later,
      signal: life.signal,
    });
    Object.assign(assembly, removal);
  }
  return {
    clock,
    life,
    page,
    remove: (by: string, whom: string) => page(by).assembly.remove(idOf(whom)),
    leave: (name: string) => void gone.add(idOf(name)),
    async settle(ms = 1000) {
      await turn();
      await clock.pass(ms);
      // A digest takes as long as it takes, and one of a megabyte longer.
      for (let at = 0; at < 20; at++) {
        await crypto.subtle.digest("SHA-256", new Uint8Array(1 << 20));
        await turn();
      }
    },
    keysOf: () => names.map((name) => page(name).keys.join()),
    moves: () => names.map((name) => page(name).state.move),
  };
}

Deno.test("Removal: everybody but the one who is removed goes to the same key, after a second", async () => {
  const { clock, page, remove, settle, keysOf, moves } = room(["ann", "bob", "cem"]);
  remove("ann", "cem");
  await turn();
  assertEquals(moves().map((move) => move?.is), ["under-way", "under-way", undefined]);
  await clock.pass(999);
  assertEquals(keysOf(), ["", "", ""]);
  await settle();
  const [first, second, third] = keysOf();
  assert(first && /^[\w-]{43}$/.test(first));
  assertEquals([second, third], [first, ""]);
  assertEquals(moves(), [
    { is: "done", by: null },
    { is: "done", by: "ann" },
    { is: "without-me" },
  ]);
  // Not a word of the key to the one who stays, and no other word to who goes along.
  assertEquals(page("ann").said, ["bob move", "cem moved"]);
  assertEquals(page("bob").said, ["ann move", "cem moved"]);
});

Deno.test("Removal: two who remove somebody at the same moment remove both, and nobody else is parted", async () => {
  const { remove, settle, keysOf } = room(["ann", "bob", "cem", "dee", "eli"]);
  remove("ann", "cem");
  remove("bob", "dee");
  await settle();
  // Cem and Dee wait for those who have gone without them.
  await settle(200);
  const [ann, bob, cem, dee, eli] = keysOf();
  assert(ann);
  assertEquals([bob, eli], [ann, ann]);
  assert(cem !== ann && dee !== ann && cem !== dee);
});

Deno.test("Removal: two proposals that cross on a slow way are in the move of all", async () => {
  const names = ["ann", "bob", "cem", "dee", "eli"];
  const slow = names.flatMap((from) => names.map((to) => [from + to, 1500] as const));
  const { remove, settle, keysOf } = room(names, [], Object.fromEntries(slow));
  remove("ann", "cem");
  remove("bob", "dee");
  await settle(5000);
  await settle(200);
  const [ann, bob, cem, dee, eli] = keysOf();
  assert(ann);
  assertEquals([bob, eli], [ann, ann]);
  assert(cem !== ann && dee !== ann && cem !== dee);
});

Deno.test("Removal: who has heard of a removal adds none: the others may be gone by then", async () => {
  const { remove, settle, keysOf } = room(["ann", "bob", "cem", "dee"]);
  remove("ann", "cem");
  await turn();
  remove("bob", "dee");
  await settle();
  const [ann, bob, cem, dee] = keysOf();
  assert(ann);
  assertEquals([bob, cem, dee], [ann, "", ann]);
});

Deno.test("Removal: a page that answers nothing is waited for 8 s, and not once it has left", async () => {
  for (const leaves of [false, true]) {
    const { remove, leave, settle, keysOf } = room(["ann", "bob", "cem"], [], { annbob: null });
    remove("ann", "cem");
    await settle(1000);
    assertEquals(keysOf(), ["", "", ""]);
    if (leaves) leave("bob");
    await settle(leaves ? 200 : 7800);
    assertEquals(keysOf()[0] !== "", leaves);
    await settle(200);
    assert(keysOf()[0]);
  }
});

Deno.test("Removal: two who remove each other part, and the others stay together without both", async () => {
  const { remove, settle, keysOf } = room(["ann", "bob", "cem", "dee"]);
  remove("ann", "bob");
  remove("bob", "ann");
  await settle();
  const [ann, bob, cem, dee] = keysOf();
  assert(cem);
  assertEquals(dee, cem);
  assert(ann !== bob && ann !== cem && bob !== cem);
});

Deno.test("Removal: who is not connected with whoever began it hears of it from the others", async () => {
  const { remove, settle, keysOf, moves } = room(["ann", "bob", "cem", "dee"], ["anndee"]);
  remove("ann", "cem");
  await settle();
  const [ann, , , dee] = keysOf();
  assert(ann);
  assertEquals(dee, ann);
  // It is not known who wanted it: nobody is named who may not be it.
  assertEquals(moves()[3], { is: "done", by: null });
});

const MOVE: RemovalMessage = {
  type: "move",
  key: "k".repeat(43),
  without: idOf("cem"),
  forwarded: false,
};

Deno.test("Removal: nobody who goes along is told that the others have left", async () => {
  const { page, remove, settle, moves } = room(["ann", "bob"]);
  remove("ann", "cem");
  await turn();
  page("bob").assembly.receive(idOf("ann"), "ann", { type: "moved" });
  assertEquals(moves()[1], { is: "under-way" });
  await settle();
  assertEquals(moves()[1], { is: "done", by: "ann" });
});

Deno.test("Removal: a stay that is over hears nothing", () => {
  const over = room(["ann", "bob"]);
  over.life.abort();
  over.page("bob").assembly.receive(idOf("ann"), "ann", MOVE);
  assertEquals(over.moves()[1], undefined);
});

Deno.test("Removal: what is no motion is dropped", () => {
  for (const text of ["{", "null", '{"type":"constructor"}', '{"type":"move","key":"short"}']) {
    assertEquals(readControlMessage(text), undefined);
  }
});

Deno.test("Removal: many keys of one member are not remembered without end, and a stay that is over moves nowhere", async () => {
  const { page, remove, settle, keysOf, life } = room(["ann", "bob"]);
  remove("ann", "cem");
  await turn();
  for (let at = 0; at < 100; at++) {
    const key = String(at).padStart(43, "k");
    page("bob").assembly.receive(idOf("ann"), "ann", {
      type: "move",
      key,
      without: idOf("x"),
      forwarded: false,
    });
  }
  assert(page("bob").said.length <= 8, `${page("bob").said.length}`);
  life.abort();
  await settle();
  assertEquals(keysOf(), ["", ""]);
});
