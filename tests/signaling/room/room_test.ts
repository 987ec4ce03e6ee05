import { assertEquals } from "@std/assert";
import { MAX_MEMBERS } from "../../../protocol/mod.ts";
import { EMPTY, type Room, type RoomEvent, step } from "../../../signaling/room/room.ts";
import { openRooms } from "../../../signaling/room/rooms.ts";

const join: RoomEvent = { type: "join", greeting: { iceServers: [], beat: 5 } };
const welcome = (id: string, members: readonly string[]) =>
  ({
    to: id,
    message: { type: "welcome", version: 1, id, members, iceServers: [], beat: 5 },
  }) as const;
const sealed = "c2VhbGVk";
const of = (...members: string[]): Room => new Map(members.map((id) => [id, "here"]));

Deno.test("Room: a newcomer is welcomed, and the others are told at once", () => {
  const first = step(EMPTY, "a", join);
  assertEquals([...first.room.keys()], ["a"]);
  assertEquals(first.mail, [welcome("a", [])]);
  const second = step(first.room, "b", join);
  assertEquals([...second.room.keys()], ["a", "b"]);
  assertEquals(second.mail, [
    welcome("b", ["a"]),
    { to: "a", message: { type: "client-call", from: "b" } },
  ]);
});

Deno.test("Room: a step changes neither the room it was given nor the empty one", () => {
  const room = of("a");
  step(room, "b", join);
  step(room, "a", { type: "client-leave" });
  assertEquals([...room], [["a", "here"]]);
  assertEquals(EMPTY.size, 0);
});

Deno.test("Room: a member that joins again is welcomed and announced, but not doubled", () => {
  const room = of("a", "b");
  const again = step(room, "a", join);
  assertEquals(again.room, room);
  assertEquals(again.mail, [
    welcome("a", ["b"]),
    { to: "b", message: { type: "client-call", from: "a" } },
  ]);
});

Deno.test("Room: the welcome carries the ICE servers", () => {
  const iceServers = [{ urls: ["stun:a"] }];
  const { mail } = step(EMPTY, "a", {
    type: "join",
    greeting: { iceServers, iceTtl: 600, beat: 7 },
  });
  assertEquals(mail[0]?.message, {
    type: "welcome",
    version: 1,
    id: "a",
    members: [],
    iceServers,
    iceTtl: 600,
    beat: 7,
  });
});

Deno.test("Room: the eighth may come in, the ninth is told that the room is full, nobody else hears", () => {
  let room = EMPTY;
  for (let i = 0; i < MAX_MEMBERS; i++) room = step(room, `${i}`, join).room;
  assertEquals(room.size, 8);
  const ninth = step(room, "x", join);
  assertEquals(ninth.room, room);
  assertEquals(ninth.mail, [{
    to: "x",
    message: { type: "refused", code: "room_full" },
  }]);
  // Who is in already comes back in.
  assertEquals(step(room, "3", join).mail[0]?.message.type, "welcome");
});

for (
  const type of ["client-offer", "client-answer", "client-candidate"] as const
) {
  Deno.test(`Room: ${type} goes to its target with the sender's id, and to nobody else`, () => {
    const room = of("a", "b", "c");
    const relayed = step(room, "a", { type, to: "b", sealed });
    assertEquals(relayed, {
      room,
      mail: [{ to: "b", message: { type, from: "a", sealed } }],
    });
  });

  Deno.test(`Room: ${type} to oneself or to nobody is no_such_peer`, () => {
    const room = of("a", "b");
    for (const to of ["a", "z"]) {
      const { mail } = step(room, "a", { type, to, sealed });
      assertEquals(mail, [{
        to: "a",
        message: { type: "refused", code: "no_such_peer", to },
      }]);
    }
  });
}

Deno.test("Room: client-call goes to all others, or to the one it names", () => {
  const room = of("a", "b", "c");
  assertEquals(step(room, "b", { type: "client-call" }).mail, [
    { to: "a", message: { type: "client-call", from: "b" } },
    { to: "c", message: { type: "client-call", from: "b" } },
  ]);
  assertEquals(step(room, "b", { type: "client-call", to: "c" }).mail, [
    { to: "c", message: { type: "client-call", from: "b", to: "c" } },
  ]);
  assertEquals(step(room, "b", { type: "client-call", to: "b" }).mail, [
    { to: "b", message: { type: "refused", code: "no_such_peer", to: "b" } },
  ]);
});

Deno.test("Room: who falls silent is away to the others, once, and calls when back", () => {
  const silent = step(of("a", "b", "c"), "b", { type: "away" });
  assertEquals(
    silent.mail,
    ["a", "c"].map((to) => ({
      to,
      message: { type: "client-away", from: "b" },
    })),
  );
  assertEquals(step(silent.room, "b", { type: "away" }), { room: silent.room, mail: [] });
  const back = step(silent.room, "b", { type: "client-call" });
  assertEquals(
    back.mail,
    ["a", "c"].map((to) => ({
      to,
      message: { type: "client-call", from: "b" },
    })),
  );
  assertEquals(back.room, of("a", "b", "c"));
  assertEquals(step(silent.room, "b", { type: "client-leave" }).mail.length, 2);
});

Deno.test("Room: who is away is in the welcome, apart, and keeps the place in the row", () => {
  const { room } = step(of("a", "b"), "a", { type: "away" });
  const [welcome] = step(room, "c", join).mail;
  assertEquals(welcome?.message, {
    type: "welcome",
    version: 1,
    id: "c",
    members: ["b"],
    away: ["a"],
    iceServers: [],
    beat: 5,
  });
  const returned = step(room, "a", join);
  assertEquals([...returned.room], [["a", "here"], ["b", "here"]]);
  assertEquals(returned.mail.at(-1), { to: "b", message: { type: "client-call", from: "a" } });
});

Deno.test("Room: of whom nobody here has heard, nobody hears that they are away", () => {
  const { room, mail } = step(of("a"), "b", { type: "away" });
  assertEquals([room.get("b"), mail], ["away", []]);
});

Deno.test("Room: the seats of those who are away are not given away, and the room holds eight", () => {
  let room = EMPTY;
  for (let i = 0; i < MAX_MEMBERS; i++) room = step(room, `${i}`, join).room;
  room = step(room, "3", { type: "away" }).room;
  assertEquals(step(room, "x", join).mail, [{
    to: "x",
    message: { type: "refused", code: "room_full" },
  }]);
  assertEquals(step(room, "x", { type: "away" }).room, room);
  assertEquals(step(room, "3", join).mail[0]?.message.type, "welcome");
});

Deno.test("Room: a join that is greeted elsewhere is told to the others alone", () => {
  assertEquals(step(of("a"), "b", { type: "join" }).mail, [
    { to: "a", message: { type: "client-call", from: "b" } },
  ]);
});

Deno.test("Room: leaving is told to those who stay; who is not in cannot leave", () => {
  const room = of("a", "b", "c");
  const left = step(room, "b", { type: "client-leave" });
  assertEquals([...left.room.keys()], ["a", "c"]);
  assertEquals(left.mail, [
    { to: "a", message: { type: "client-leave", from: "b" } },
    { to: "c", message: { type: "client-leave", from: "b" } },
  ]);
  assertEquals(step(room, "z", { type: "client-leave" }), { room, mail: [] });
});

Deno.test("Rooms: a room is forgotten with its last member", () => {
  const rooms = openRooms();
  rooms.apply("R", "a", join);
  rooms.apply("S", "a", join);
  assertEquals([rooms.size, rooms.has("R", "a"), rooms.has("R", "b")], [
    2,
    true,
    false,
  ]);
  rooms.apply("R", "a", { type: "client-leave" });
  assertEquals([rooms.size, rooms.has("R", "a"), rooms.has("S", "a")], [
    1,
    false,
    true,
  ]);
});

Deno.test("Room: who names a member of another room gets the answer of who names nobody", () => {
  const rooms = openRooms();
  rooms.apply("R", "a", join);
  rooms.apply("S", "b", join);
  for (const to of ["b", "nobody"]) {
    assertEquals(rooms.apply("R", "a", { type: "client-offer", to, sealed }), [
      { to: "a", message: { type: "refused", code: "no_such_peer", to } },
    ]);
  }
});
