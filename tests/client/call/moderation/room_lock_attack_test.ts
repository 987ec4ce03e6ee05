import { assert, assertEquals } from "@std/assert";
import { knockBody, type KnockMessage } from "../../../../client/call/moderation/knock.ts";
import type { Envelope } from "../../../../client/call/security/envelope.ts";
import { type LockState, MAX_COUNT } from "../../../../client/call/messages/group_control.ts";
import {
  compareLocks,
  nextCount,
  withInside,
} from "../../../../client/call/moderation/lock_state.ts";
import { fakePages, idOf, locked } from "../../../fakes/room_locks.ts";

type Street = ReturnType<typeof fakePages>;

/** Three who are connected in an open call. */
async function open() {
  const room = fakePages();
  for (const name of ["ann", "bob", "cem"]) room.join(name);
  await room.pass(20);
  return room;
}

/** An envelope from outside, as the server brings it, of somebody who may not even be in the room. */
function says(room: Street, to: string, from: string, said: KnockMessage): void {
  const sessionInfo = {
    sessionId: "s".repeat(22),
    identityKey: from.padEnd(87, "k"),
    fingerprint: "f".repeat(43),
  };
  const sealed = { kind: "client-candidate", body: knockBody(said) } as const;
  const envelopeOf: Envelope = { session: sessionInfo, seq: 1, message: sealed };
  room.page(to).policy.rejects(idOf(from), envelopeOf);
}

/** A turn as somebody may tell it. */
function turn(
  room: Street,
  by: string,
  on: boolean,
  count: number,
  ...inside: string[]
): LockState {
  const members = inside.map((name) => ({
    id: idOf(name),
    identityKey: room.page(name).identityKey,
  }));
  return { type: "lock", on, count, by: idOf(by), inside: members };
}

const all = (room: Street, ...names: string[]) => names.map(room.sees);

Deno.test("RoomLock: a: who only has the link takes the lock from no call, for 400 s", async () => {
  for (const server of ["honest", "evil"] as const) {
    using room = await open();
    for (let at = 0; at < 10; at++) {
      // An honest server brings envelopes of whoever is in the room; an evil one those of anybody.
      const names = server === "honest" ? ["mallory"] : ["mallory", `m${at}`, `n${at}`];
      for (const name of names) {
        for (const to of ["ann", "bob", "cem"]) {
          says(room, to, name, { lock: "locked", count: 1 + at });
          says(room, to, name, { lock: "denied" });
        }
      }
      assertEquals(all(room, "ann", "bob", "cem"), ["open", "open", "open"], server);
      await room.pass(40);
    }
    room.page("ann").roomLock.lock(true);
    await room.pass(1);
    assertEquals(all(room, "ann", "bob", "cem"), ["locked", "locked", "locked"]);
    assertEquals(room.links(), { ann: "bob,cem", bob: "ann,cem", cem: "ann,bob" });
  }
});

Deno.test("RoomLock: a: a former member leaves everybody the switch, too", async () => {
  using room = await open();
  room.join("mallory");
  await room.pass(20);
  assertEquals(room.links().ann, "bob,cem,mallory");
  for (const name of ["ann", "bob", "cem"]) {
    room.apart.add(`${name}mallory`);
    room.page(name).links.delete(idOf("mallory"));
    room.page("mallory").links.delete(idOf(name));
    says(room, name, "mallory", { lock: "locked", count: 1 });
  }
  room.page("ann").roomLock.lock(true);
  await room.pass(1);
  for (const name of ["ann", "bob", "cem"]) {
    // By then it stands from outside like anybody.
    assertEquals(room.sees(name).replace(" mallory?", ""), "locked");
  }
});

Deno.test("RoomLock: b: no envelope makes a page forget which turn is the newest", async () => {
  using room = await locked();
  room.page("bob").roomLock.lock(false);
  await room.pass(20);
  for (const count of [1, 99, 2000, MAX_COUNT]) {
    says(room, "ann", "mallory", { lock: "locked", count });
  }
  room.page("ann").roomLock.lock(true);
  await room.pass(1);
  assertEquals(all(room, "ann", "bob", "cem"), ["locked", "locked", "locked"]);
  room.join("eve");
  await room.pass(2);
  assertEquals(room.links().eve, "");
});

Deno.test("RoomLock: b: while it is locked and connected, not even a member's envelope opens it", async () => {
  using room = await locked();
  says(room, "ann", "mallory", { lock: "locked", count: 99 });
  room.page("ann").links.delete(idOf("cem"));
  says(room, "ann", "cem", { lock: "locked", count: 99 });
  assertEquals(room.sees("ann"), "locked");
});

Deno.test("RoomLock: c: no count that a member has told spoils the locks that follow", async () => {
  for (const count of [MAX_COUNT, MAX_COUNT - 1, 5000, 2 ** 30]) {
    for (const whom of [["ann", "bob", "cem"], ["bob"], ["ann", "cem"]]) {
      using room = await open();
      room.join("mallory");
      await room.pass(1);
      for (const name of whom) {
        room.page(name).roomLock.receive(
          idOf("mallory"),
          "mallory",
          turn(room, "mallory", false, count),
        );
      }
      await room.pass(1);
      room.leave("mallory");
      for (const on of [true, false, true]) {
        room.page("ann").roomLock.lock(on);
        await room.pass(2);
        const seen = on ? "locked" : "open";
        assertEquals(all(room, "ann", "bob", "cem"), [seen, seen, seen], `${count} to ${whom}`);
      }
      room.join("dee");
      await room.pass(2);
      assertEquals([room.sees("dee"), room.links().dee], ["outside none", ""], `${count}`);
    }
  }
});

Deno.test("RoomLock: c: jumps of a thousand turns are refused by who is inside", async () => {
  using room = await locked();
  const inside = ["ann", "bob", "cem"];
  for (const count of [1002, 5000, MAX_COUNT]) {
    room.page("ann").roomLock.receive(idOf("bob"), "bob", turn(room, "bob", false, count));
    assertEquals(room.sees("ann"), "locked", `${count}`);
  }
  room.page("ann").roomLock.receive(idOf("bob"), "bob", turn(room, "bob", true, 1001, ...inside));
  room.page("ann").roomLock.lock(false);
  await room.pass(1);
  assertEquals(room.sees("ann"), "open");
});

Deno.test("RoomLock: d: who misses that somebody was let in hears it on the next connection", async () => {
  using room = await locked();
  room.join("dee");
  await room.pass(1);
  // Bob's connection with Ann is being replaced.
  room.page("ann").links.delete(idOf("bob"));
  room.page("bob").links.delete(idOf("ann"));
  room.apart.add("bobcem");
  room.page("bob").links.delete(idOf("cem"));
  room.page("cem").links.delete(idOf("bob"));
  room.page("ann").roomLock.answer(idOf("dee"), true);
  await room.pass(1);
  assertEquals(room.links().dee, "ann,cem");
  room.page("bob").policy.rejects(idOf("ann"));
  room.call("ann", "bob");
  await room.pass(6);
  assertEquals([room.links().dee, room.sees("bob")], ["ann,bob,cem", "locked"]);
});

Deno.test("RoomLock: d: it hears it from any other member who knows the turn at first hand", async () => {
  using room = await locked();
  room.join("dee");
  await room.pass(1);
  // Ann and Bob cannot reach each other any more.
  room.apart.add("annbob");
  room.page("ann").links.delete(idOf("bob"));
  room.page("bob").links.delete(idOf("ann"));
  room.page("ann").roomLock.answer(idOf("dee"), true);
  await room.pass(6);
  assertEquals(room.links().dee, "ann,bob,cem");
  assertEquals(room.links().bob, "cem,dee");
});

Deno.test("RoomLock: d: a turn that was told with more names before it was made lets nobody in", async () => {
  using room = await open();
  room.join("eve");
  await room.pass(1);
  // Eve says what Ann is about to say, and names herself.
  const forged = turn(room, "ann", true, 1, "ann", "bob", "cem", "eve");
  room.page("cem").roomLock.receive(idOf("eve"), "eve", forged);
  for (const one of ["ann", "bob"]) {
    room.page(one).links.delete(idOf("eve"));
    room.page("eve").links.delete(idOf(one));
    room.apart.add(`${one}eve`);
  }
  room.page("cem").links.delete(idOf("eve"));
  room.page("eve").links.delete(idOf("cem"));
  room.page("ann").roomLock.lock(true);
  await room.pass(8);
  for (const name of ["ann", "bob", "cem"]) {
    assert(!room.links()[name]?.includes("eve"), name);
    assert(room.sees(name).startsWith("locked"), room.sees(name));
  }
});

Deno.test("RoomLock: d: whoever was misled before being let in passes on no guests", async () => {
  using room = await locked();
  room.join("eve");
  room.join("dee");
  await room.pass(1);
  const forged = turn(room, "ann", true, 1, "ann", "bob", "cem", "dee", "eve");
  room.page("dee").roomLock.receive(idOf("eve"), "eve", forged);
  const admit = {
    type: "admit",
    count: 1,
    id: idOf("eve"),
    identityKey: room.page("eve").identityKey,
  } as const;
  room.page("dee").roomLock.receive(idOf("eve"), "eve", admit);
  room.page("ann").roomLock.answer(idOf("dee"), true);
  await room.pass(7);
  for (const name of ["ann", "bob", "cem"]) {
    assert(!room.links()[name]?.includes("eve"), name);
  }
});

Deno.test("RoomLock: counts go round, and are compared as serial numbers", () => {
  const at = (count: number, by = "b") => ({ count, by });
  assertEquals([nextCount(1), nextCount(MAX_COUNT)], [2, 1]);
  assertEquals(compareLocks(at(MAX_COUNT), at(1)), "newer");
  assertEquals(compareLocks(at(1), at(MAX_COUNT)), "older");
  assertEquals([compareLocks(at(1), at(1001)), compareLocks(at(1), at(1002))], [
    "newer",
    "foreign",
  ]);
  assertEquals([compareLocks(at(1001), at(1)), compareLocks(at(1002), at(1))], [
    "older",
    "foreign",
  ]);
  assertEquals(["a", "b", "c"].map((by) => compareLocks(at(5), at(5, by))), [
    "older",
    "same",
    "newer",
  ]);
  assertEquals(compareLocks(null, at(MAX_COUNT)), "newer");
});

Deno.test("RoomLock: a key that was not known at the turn is filled in once, and never another", () => {
  const key = (envelopeOf: string) => envelopeOf.repeat(87);
  const lock: LockState = {
    type: "lock",
    on: true,
    count: 1,
    by: "b",
    inside: [{ id: "x", identityKey: "" }],
  };
  const known = withInside(lock, [{ id: "x", identityKey: key("x") }]);
  assertEquals(known.inside, [{ id: "x", identityKey: key("x") }]);
  assert(withInside(known, [{ id: "x", identityKey: key("x") }]) === known);
  assert(withInside(known, [{ id: "x", identityKey: "" }]) === known);
});
