import { assert, assertEquals } from "@std/assert";
import { inventName } from "../../../client/app/room_name.ts";
import { roomName } from "../../../client/app/room_link.ts";

Deno.test("RoomName: is two words that can be spoken", () => {
  assertEquals(inventName(() => 0), "baba-baba");
  assertEquals(inventName(() => 0.999_999), "zuzu-zuzu");
  const steps = [0, 0.5];
  let at = 0;
  assertEquals(inventName(() => steps[at++ % 2] ?? 0), "bibi-bibi");
});

Deno.test("RoomName: is a room name", () => {
  for (let n = 0; n < 200; n++) {
    const name = inventName(Math.random);
    assertEquals(roomName(name), name);
    assert(/^([bdfgklmnprstvz][aeiou]){2}-([bdfgklmnprstvz][aeiou]){2}$/.test(name), name);
  }
});

Deno.test("RoomName: draws each letter anew", () => {
  let seed = 1;
  const random = () => (seed = seed * 16_807 % 2_147_483_647) / 2_147_483_647;
  const names = new Set(Array.from({ length: 500 }, () => inventName(random)));
  assert(names.size > 490);
});
