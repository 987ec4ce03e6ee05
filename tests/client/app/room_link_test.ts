import { assert, assertEquals } from "@std/assert";
import { formatLink, type Link, parseLink, roomName } from "../../../client/app/room_link.ts";

const KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

function link(fragment: string): Link {
  const found = parseLink(fragment);
  assert(typeof found === "object", `${fragment} is ${JSON.stringify(found)}`);
  return found;
}

Deno.test("RoomLink: reads name and key, with and without the hash", () => {
  for (const fragment of [`#/standup/${KEY}`, `/standup/${KEY}`]) {
    const { name, key } = link(fragment);
    assertEquals({ name, key }, { name: "standup", key: KEY });
  }
});

Deno.test("RoomLink: without a key is an open room", () => {
  assertEquals(link("#/standup").key, "");
});

Deno.test("RoomLink: reads back what it wrote, in any script", () => {
  for (const name of ["standup", "面对面", "Grüße-2", "हिन्दी"]) {
    for (const key of ["", KEY]) {
      const found = link(`#${formatLink(name, key).slice(1)}`);
      assertEquals([found.name, found.key], [name, key]);
    }
  }
  assertEquals(formatLink("面", KEY), `#/%E9%9D%A2/${KEY}`);
});

Deno.test("RoomLink: is none for an empty fragment", () => {
  for (const fragment of ["", "#", "#/"]) assertEquals(parseLink(fragment), "landing");
});

Deno.test("RoomLink: with watch=1 it is a link for watching, among other options as well", () => {
  for (const query of ["?watch=1", "?relay=1&watch=1", "?watch=1&join=1"]) {
    assertEquals(parseLink(`#/abc/${KEY}${query}`), "watch", query);
  }
  for (const query of ["", "?watch=0", "?name=watch=1"]) {
    assertEquals(link(`#/abc/${KEY}${query}`).name, "abc", query);
  }
});

Deno.test("RoomLink: is the check page, and a room of that name with a key is a room", () => {
  assertEquals(parseLink("#/check"), "check");
  assertEquals(link(`#/check/${KEY}`).name, "check");
  assertEquals(link("#/checks").name, "checks");
});

Deno.test("parseLink: what messengers add to a key is cut, and nothing of the key is", () => {
  const tails = [
    ".",
    ")",
    "，",
    "。",
    '"',
    ">",
    "/",
    "/more",
    "%20words",
    "&appinstall=0",
    "&a?b=c",
  ];
  for (const tail of tails) assertEquals(link(`#/standup/${KEY}${tail}`).key, KEY, tail);
  assertEquals(link(`#/standup/${KEY}?name=Ann&appinstall=0`).entry.name, "Ann");
});

Deno.test("parseLink: a name that was encoded twice is read, as it can hold no %", () => {
  assertEquals(link(`#/${encodeURIComponent(encodeURIComponent("面对面"))}/${KEY}`).name, "面对面");
});

Deno.test("RoomLink: is bad rather than a guess", () => {
  const bad = [
    "#standup",
    "#x/standup",
    "#//",
    `#/standup/`,
    `#/standup/${KEY.slice(1)}`,
    `#/standup/${KEY}A`,
    `#/standup/${KEY.slice(0, 42)}=`,
    `#//${KEY}`,
    "#/a%20b",
    "#/a%2Fb",
    "#/%E9%9D",
    "#/a_b",
    "#/" + "a".repeat(65),
    "#?join=1",
  ];
  for (const fragment of bad) assertEquals(parseLink(fragment), "bad-link", fragment);
});

Deno.test("RoomLink: entry options are off or on as they say", () => {
  assertEquals(link("#/a").entry, {
    name: null,
    join: false,
    mic: true,
    camera: true,
    relay: false,
  });
  assertEquals(link(`#/a/${KEY}?name=%E6%9D%8E%20Na&join=1&mic=0&cam=0`).entry, {
    name: "李 Na",
    join: true,
    mic: false,
    camera: false,
    relay: false,
  });
  assertEquals(link("#/a?join=0&mic=1&cam=1&name=").entry, {
    name: "",
    join: false,
    mic: true,
    camera: true,
    relay: false,
  });
  assertEquals(link("#/a?join=yes").entry.join, false);
  const { mic, camera } = link("#/a?mic=0").entry;
  assertEquals({ mic, camera }, { mic: false, camera: true });
});

Deno.test("RoomLink: options may hold slashes and question marks", () => {
  assertEquals(link("#/a?name=b/c?d").entry.name, "b/c?d");
});

Deno.test("RoomLink: room name is spelled one way only (NFC), so that all derive the same keys", () => {
  assertEquals(roomName("Cafe\u0301"), "Caf\u00e9");
  assertEquals(link("#/Cafe%CC%81").name, "Caf\u00e9");
  assertEquals(roomName("  daily "), "daily");
});

Deno.test("RoomLink: room name is 1 to 64 letters, digits and hyphens", () => {
  assertEquals(roomName("a"), "a");
  assertEquals(roomName("面".repeat(64)), "面".repeat(64));
  // Counted in characters, not in UTF-16 units.
  assertEquals(roomName("𠮷".repeat(64)), "𠮷".repeat(64));
  for (const no of ["", "  ", "𠮷".repeat(65), "a b", "a/b", "a.b", "a_b", "😀", "a\nb"]) {
    assertEquals(roomName(no), null, no);
  }
});
