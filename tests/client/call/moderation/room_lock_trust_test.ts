import { assert, assertEquals } from "@std/assert";
import { REMEMBERED_MS } from "../../../../client/call/moderation/remembered_lock.ts";
import { type fakePages, idOf, locked } from "../../../fakes/room_locks.ts";

/** A lock as a member tells it, whoever has turned it. */
function claim(room: ReturnType<typeof fakePages>, by: string, count: number, ...names: string[]) {
  const inside = names.map((name) => ({
    id: idOf(name),
    identityKey: room.page(name).identityKey,
  }));
  return { type: "lock", on: true, count, by: idOf(by), inside } as const;
}

Deno.test("RoomLock: inside, a turn is believed from whoever has made it, and from nobody else", async () => {
  using room = await locked();
  const { roomLock } = room.page("ann");
  room.join("eve");
  const others = ["ann", "bob", "cem", "eve"];
  roomLock.receive(idOf("eve"), "eve", claim(room, "eve", 9, ...others));
  roomLock.receive(idOf("eve"), "eve", claim(room, "bob", 9, ...others));
  // A member that believes anything passes it on.
  for (const by of ["eve", "ann", "cem"]) {
    roomLock.receive(idOf("bob"), "bob", claim(room, by, 9, ...others));
  }
  roomLock.receive(idOf("bob"), "bob", claim(room, "ann", 1, ...others));
  roomLock.receive(idOf("eve"), "eve", {
    type: "admit",
    count: 1,
    id: idOf("eve"),
    identityKey: room.page("eve").identityKey,
  });
  await room.pass(2);
  assertEquals(room.links(), { ann: "bob,cem", bob: "ann,cem", cem: "ann,bob", eve: "" });
});

Deno.test("RoomLock: a page that reloads believes those who were inside, whatever a stranger tells it first", async () => {
  using room = await locked();
  room.join("eve");
  await room.pass(1);
  room.leave("bob");
  room.join("bob");
  room.page("bob").roomLock.receive(
    idOf("eve"),
    "eve",
    claim(room, "eve", 9, "ann", "bob", "cem", "eve"),
  );
  await room.pass(2);
  assertEquals(room.links(), { ann: "cem,bob", cem: "ann,bob", eve: "", bob: "ann,cem" });
  // And what they have done meanwhile.
  room.leave("bob");
  room.page("cem").roomLock.lock(false);
  await room.pass(1);
  room.leave("cem");
  room.join("bob");
  await room.pass(6);
  assertEquals([room.sees("bob"), room.links().bob], ["open", "ann,eve"]);
});

Deno.test("RoomLock: whoever was told anything before being let in spoils nothing inside", async () => {
  using room = await locked();
  room.join("eve");
  room.join("dee");
  await room.pass(1);
  room.page("dee").roomLock.receive(
    idOf("eve"),
    "eve",
    claim(room, "eve", 99, "ann", "bob", "cem", "dee", "eve"),
  );
  room.page("ann").roomLock.answer(idOf("dee"), true);
  await room.pass(7);
  for (const name of ["ann", "bob", "cem"]) {
    assert(!room.links()[name]?.includes("eve"), name);
    assertEquals(room.sees(name).replace(/ .*/, ""), "locked");
  }
});

Deno.test("RoomLock: a lock is not remembered for whoever comes back long after", async () => {
  using room = await locked();
  await room.pass(100);
  for (const name of ["ann", "bob", "cem"]) room.leave(name);
  await room.clock.pass(REMEMBERED_MS - 10_000);
  room.join("cem");
  assertEquals(room.sees("cem"), "locked");
  room.leave("cem");
  await room.clock.pass(2 * REMEMBERED_MS);
  room.join("cem");
  room.join("dee");
  await room.pass(1);
  assertEquals([room.sees("cem"), room.links()["dee"]], ["open", "cem"]);
});
