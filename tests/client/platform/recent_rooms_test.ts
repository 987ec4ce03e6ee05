import { assertEquals } from "@std/assert";
import { forgetRoom, recentRooms, rememberRoom } from "../../../client/platform/recent_rooms.ts";

function memory(kept: string | null = null) {
  return {
    getItem: () => kept,
    setItem(_: string, value: string) {
      kept = value;
    },
  };
}

const forbidden = {
  getItem(): string {
    throw new DOMException("no", "SecurityError");
  },
  setItem() {
    throw new DOMException("no", "QuotaExceededError");
  },
};

const room = (name: string) => ({ name, href: `https://call.example/#/${name}` });

Deno.test("RecentRooms: the room joined last comes first, once, and four are kept", () => {
  const kept = memory();
  for (const name of ["a", "b", "a", "c", "d", "e"]) rememberRoom(room(name), kept);
  assertEquals(recentRooms(kept), ["e", "d", "c", "a"].map(room));
});

Deno.test("RecentRooms: a forgotten room is gone", () => {
  const kept = memory();
  rememberRoom(room("a"), kept);
  rememberRoom(room("b"), kept);
  assertEquals(forgetRoom(kept, room("b").href), [room("a")]);
  assertEquals(recentRooms(kept), [room("a")]);
});

Deno.test("RecentRooms: without storage there are no rooms, and nothing throws", () => {
  for (const none of [null, forbidden]) {
    rememberRoom(room("a"), none);
    assertEquals(recentRooms(none), []);
    assertEquals(forgetRoom(none, "x"), []);
  }
});

Deno.test("RecentRooms: what is no list of rooms is not shown", () => {
  const script = { name: "x", href: "javascript:alert(1)" };
  for (const text of ["", "{", "7", "null", '{"name":"a"}', JSON.stringify([script, 1, null])]) {
    assertEquals(recentRooms(memory(text)), [], text);
  }
  assertEquals(recentRooms(memory(JSON.stringify([script, room("a")]))), [room("a")]);
});
