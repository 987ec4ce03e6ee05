import { assert, assertEquals } from "@std/assert";
import { hue, initials } from "../../../../client/ui/controls/avatar.ts";
import { outline } from "../../../../client/ui/panels/qr.tsx";

Deno.test("Avatar: a name is shown by one or two of its signs", () => {
  const names: [string, string][] = [
    ["Ann", "A"],
    ["ann lee", "AL"],
    ["Anna Maria von Berg", "AB"],
    ["Jean-Luc", "JL"],
    ["李小明", "李"],
    ["さくら", "さ"],
    ["김 민준", "김"],
    ["עדה לאבלייס", "על"],
    ["🦊", "🦊"],
    ["👩‍👩‍👧 family", "👩‍👩‍👧"],
    ["é", "É"],
    ["Ann 🦊", "A"],
    ["42", "4"],
    ["  ", ""],
    ["", ""],
    ["...", "."],
    ["(Bob)", "B"],
  ];
  for (const [name, wanted] of names) assertEquals(initials(name), wanted, name);
});

Deno.test("Avatar: a colour belongs to an id, and ids spread over the circle", () => {
  assertEquals(hue("abc"), hue("abc"));
  const found = new Set(Array.from({ length: 200 }, (_, at) => hue(`member-${at}`)));
  assert(found.size > 12, `${found.size} colours`);
  for (const one of found) assert(one >= 0 && one < 360);
});

Deno.test("Avatar: the path of a code covers its dark cells and no other", () => {
  const cells = [[true, true, false], [false, false, true], [true, false, true]];
  assertEquals(outline(cells), "M0 0h2v1h-2zM2 1h1v1h-1zM0 2h1v1h-1zM2 2h1v1h-1z");
});
