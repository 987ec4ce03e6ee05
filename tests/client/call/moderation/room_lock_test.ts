import { assert, assertEquals } from "@std/assert";
import { DENIED_MS } from "../../../../client/call/moderation/knock_list.ts";
import { knockBody } from "../../../../client/call/moderation/knock.ts";
import { MAX_INSIDE, readControlMessage } from "../../../../client/call/messages/group_control.ts";
import { envelopes } from "../../../../client/call/messages/negotiation.ts";
import { read } from "../../../../client/call/messages/read.ts";
import { fakePages, idOf, locked } from "../../../fakes/room_locks.ts";
import { seeded } from "../../../fakes/seeded_random.ts";

Deno.test("RoomLock: a locked call connects with nobody new: they wait, and all inside hear them knock", async () => {
  using room = await locked();
  const { sees, links } = room;
  assertEquals(["ann", "bob", "cem"].map(sees), ["locked", "locked", "locked"]);
  assertEquals([room.page("ann").shown, room.page("bob").shown], [
    { side: "inside", locked: true, by: null, elsewhere: false, knocks: [] },
    { side: "inside", locked: true, by: "ann", elsewhere: false, knocks: [] },
  ]);
  room.join("dee");
  await room.pass(1);
  assertEquals(["ann", "bob", "cem"].map(sees), ["locked dee?", "locked dee?", "locked dee?"]);
  assertEquals(sees("dee"), "outside none");
  assertEquals(links(), { ann: "bob,cem", bob: "ann,cem", cem: "ann,bob", dee: "" });
  assertEquals(room.page("dee").links.size, 0);
});

Deno.test("RoomLock: one of them lets them in, and they are with all", async () => {
  using room = await locked();
  room.join("dee");
  await room.pass(1);
  room.page("bob").roomLock.answer(idOf("dee"), true);
  await room.pass(2);
  assertEquals(room.links(), {
    ann: "bob,cem,dee",
    bob: "ann,cem,dee",
    cem: "ann,bob,dee",
    dee: "ann,bob,cem",
  });
  assertEquals(["ann", "bob", "cem", "dee"].map(room.sees), Array(4).fill("locked"));
  // Whoever was let in is inside like the others, and keeps the door with them.
  room.join("eli");
  await room.pass(1);
  assertEquals(room.sees("dee"), "locked eli?");
  room.page("dee").roomLock.answer(idOf("eli"), true);
  await room.pass(2);
  assertEquals(room.links().eli, "ann,bob,cem,dee");
});

Deno.test("RoomLock: who is not let in hears so, is heard by nobody for a minute, and may knock again then", async () => {
  using room = await locked();
  room.join("dee");
  await room.pass(1);
  room.page("cem").roomLock.answer(idOf("dee"), false);
  await room.pass(1);
  assertEquals(["ann", "bob", "cem"].map(room.sees), ["locked", "locked", "locked"]);
  assertEquals(room.sees("dee"), "outside just-no");
  room.page("dee").roomLock.knock();
  const { wrote } = room.page("dee");
  const before = wrote.length;
  await room.pass(DENIED_MS / 1000 - 3);
  assertEquals(wrote.length, before);
  assertEquals(room.sees("ann"), "locked");
  await room.pass(4);
  assertEquals(room.sees("dee"), "outside no");
  room.page("dee").roomLock.knock();
  await room.pass(1);
  assertEquals([room.sees("dee"), room.sees("bob")], ["outside none", "locked dee?"]);
});

Deno.test("RoomLock: a page that ignores that it was not let in is not heard either", async () => {
  using room = await locked();
  room.join("dee");
  await room.pass(1);
  room.page("cem").roomLock.answer(idOf("dee"), false);
  await room.pass(1);
  const { policy } = room.page("ann");
  const sessionInfo = {
    sessionId: "s".repeat(22),
    identityKey: room.page("dee").identityKey,
    fingerprint: "f".repeat(43),
  };
  const body = knockBody({ lock: "knock", name: "dee" });
  assert(
    policy.rejects(idOf("dee"), {
      session: sessionInfo,
      seq: 9,
      message: { kind: "client-candidate", body },
    }),
  );
  await room.pass(1);
  assertEquals(room.sees("ann"), "locked");
});

Deno.test("RoomLock: the call is opened again, by anybody inside: who waits comes in", async () => {
  using room = await locked();
  room.join("dee");
  await room.pass(1);
  room.page("cem").roomLock.lock(false);
  await room.pass(2);
  assertEquals(room.links().dee, "ann,bob,cem");
  assertEquals(["ann", "bob", "cem", "dee"].map(room.sees), Array(4).fill("open"));
  assertEquals(room.page("ann").shown, {
    side: "inside",
    locked: false,
    by: "cem",
    elsewhere: false,
    knocks: [],
  });
});

Deno.test("RoomLock: who came in while it was being locked is parted, and knocks", async () => {
  using room = fakePages();
  room.apart.add("anndee");
  for (const name of ["ann", "bob"]) room.join(name);
  await room.pass(1);
  room.join("dee");
  room.arrive();
  // Ann has not heard of Dee, nor that Bob is with Dee.
  room.page("ann").links.delete(idOf("dee"));
  room.page("ann").roomLock.lock(true);
  await room.pass(1);
  assertEquals(room.links(), { ann: "bob", bob: "ann", dee: "" });
  assertEquals([room.sees("dee"), room.sees("bob")], ["outside none", "locked dee?"]);
});

Deno.test("RoomLock: a member whom only the others are connected with is inside", async () => {
  using room = fakePages();
  room.apart.add("anncem");
  for (const name of ["ann", "bob", "cem"]) room.join(name);
  await room.pass(1);
  room.page("ann").roomLock.lock(true);
  await room.pass(2);
  assertEquals(room.links(), { ann: "bob", bob: "ann,cem", cem: "bob" });
  assertEquals(["ann", "bob", "cem"].map(room.sees), ["locked", "locked", "locked"]);
});

Deno.test("RoomLock: an id alone opens nothing: whoever comes with another key knocks", async () => {
  using room = await locked();
  room.leave("cem");
  room.join("cem", "x".repeat(87));
  await room.pass(1);
  assertEquals(room.links().cem, "");
  assertEquals([room.sees("cem"), room.sees("ann")], ["outside none", "locked cem?"]);
});

Deno.test("RoomLock: who reloads the page is inside again, and learns of the lock", async () => {
  using room = await locked();
  room.leave("cem");
  room.join("cem");
  await room.pass(1);
  assertEquals([room.links().cem, room.sees("cem")], ["ann,bob", "locked"]);
});

Deno.test("RoomLock: who knocked and went is taken off the list, and who waits for nobody is told so", async () => {
  using room = await locked();
  room.join("dee");
  await room.pass(1);
  room.leave("dee");
  await room.pass(40);
  assertEquals(room.sees("ann"), "locked dee?");
  await room.pass(8);
  assertEquals(room.sees("ann"), "locked");
  room.join("eli");
  await room.pass(1);
  for (const name of ["ann", "bob", "cem"]) room.leave(name);
  assertEquals(room.sees("eli"), "outside none");
  await room.pass(50);
  assertEquals(room.sees("eli"), "open");
});

Deno.test("RoomLock: who waits stays on the list", async () => {
  using room = await locked();
  room.join("dee");
  await room.pass(150);
  assertEquals([room.sees("dee"), room.sees("bob")], ["outside none", "locked dee?"]);
});

Deno.test("RoomLock: a lock that does not name this page is not its own, and an older one changes nothing", async () => {
  using room = await locked();
  const { roomLock } = room.page("ann");
  const insiders = (...names: string[]) =>
    names.map((name) => ({ id: idOf(name), identityKey: "" }));
  const lock = (on: boolean, count: number, inside: ReturnType<typeof insiders>) =>
    ({ type: "lock", on, count, by: idOf("bob"), inside }) as const;
  roomLock.receive(idOf("bob"), "bob", lock(true, 9, insiders("bob", "cem")));
  roomLock.receive(idOf("bob"), "bob", lock(false, 0, []));
  await room.pass(1);
  assertEquals(room.links().ann, "bob,cem");
  assertEquals(room.sees("ann"), "locked");
});

Deno.test("RoomLock: one who has the link cannot fill the list of those who knock, nor what is remembered", async () => {
  using room = await locked();
  for (let at = 0; at < 100; at++) {
    room.join(`x${at}`);
    room.arrive();
  }
  await room.pass(1);
  assertEquals(room.sees("ann").split("?").length - 1, 16);
  assertEquals(room.links().ann, "bob,cem");
});

Deno.test("RoomLock: a lock that names too many is renewed with those who are there", async () => {
  using room = fakePages();
  room.join("ann");
  room.join("bob");
  await room.pass(1);
  const gone = Array.from(
    { length: MAX_INSIDE - 2 },
    (_, at) => ({ id: idOf(`g${at}`), identityKey: "" }),
  );
  const here = ["ann", "bob"].map((name) => ({
    id: idOf(name),
    identityKey: room.page(name).identityKey,
  }));
  const lock = { type: "lock", on: true, count: 1, by: idOf("cem"), inside: [...here, ...gone] };
  const motion = readControlMessage(JSON.stringify(lock));
  assert(motion?.type === "lock");
  room.page("ann").roomLock.receive(idOf("cem"), "cem", motion);
  await room.pass(1);
  room.join("dee");
  await room.pass(1);
  room.page("bob").roomLock.answer(idOf("dee"), true);
  await room.pass(2);
  assertEquals(room.links(), { ann: "bob,dee", bob: "ann,dee", dee: "ann,bob" });
  assertEquals(["ann", "bob", "dee"].map(room.sees), ["locked", "locked", "locked"]);
});

Deno.test("RoomLock: whatever arrives first, all who are connected agree: 300 seeds", async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seeded(seed);
    using room = await locked(random);
    const { page, links, sees } = room;
    room.join("dee");
    room.arrive();
    await room.pass(1);
    // All at once: two turn the lock, one lets somebody in, and somebody else comes.
    page("bob").roomLock.answer(idOf("dee"), true);
    if (seed % 3 > 0) page("cem").roomLock.lock(false);
    page("ann").roomLock.lock(false);
    if (seed % 2 > 0) page("ann").roomLock.lock(true);
    room.join("eli");
    await room.pass(25);
    const inside = ["ann", "bob", "cem"];
    const turned = (name: string) => sees(name).replace(/ .*/, "");
    for (const [name, others] of Object.entries(links())) {
      for (const other of others.split(",").filter(Boolean)) {
        assertEquals(turned(other), turned(name), `seed ${seed}: ${name} and ${other}`);
      }
      if (turned(name) === "outside") continue;
      const expected = Object.keys(links()).filter((one) => {
        return one !== name && turned(one) !== "outside";
      });
      assertEquals(others, expected.join(), `seed ${seed}: ${name} misses somebody`);
    }
    for (const name of ["dee", "eli"]) {
      const known = inside.some((one) => sees(one).includes(`${name}?`));
      assertEquals(known, turned(name) === "outside", `seed ${seed}: ${name} waits unheard`);
    }
  }
});

Deno.test("RoomLock: what is said from outside is an envelope like any other", () => {
  const head = {
    session: {
      sessionId: "s".repeat(22),
      identityKey: "k".repeat(87),
      fingerprint: "f".repeat(43),
    },
    to: "*",
    seq: 1,
  };
  const body = knockBody({ lock: "knock", name: "Ann" });
  const shape = envelopes["client-candidate"];
  assertEquals(read(shape, JSON.stringify({ ...head, body }))?.body, body);
  const odd = { ...body, lock: "open" };
  assertEquals(read(shape, JSON.stringify({ ...head, body: odd })), undefined);
});
