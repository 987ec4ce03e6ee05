import { assertEquals } from "@std/assert";
import { PLAIN_VIEW, type StageView } from "../../../../client/state/stage_view.ts";
import type { Participant } from "../../../../client/state/person.ts";
import { floatingSeats } from "../../../../client/ui/pip/floating_seats.ts";

const SCREEN = {} as MediaStream;

function person(id: string, screen: MediaStream | null = null): Participant {
  const about = { name: id, mic: true, camera: true, screen: screen !== null, hand: false };
  const rest = { connection: "connected", verified: false } as const;
  return { id, about, picture: null, screen, voice: null, ...rest };
}

function seats(
  people: Participant[],
  view: Partial<StageView> = {},
  speaker: string | null = null,
) {
  const { seats, focus } = floatingSeats(
    { participants: people, view: { ...PLAIN_VIEW, ...view } },
    speaker,
  );
  return [seats.map(({ key }) => key).join(" "), focus.join(" ")];
}

Deno.test("floatingSeats: the own picture is there with one other, and alone", () => {
  assertEquals(seats([]), ["me", ""]);
  assertEquals(seats([], { hideOwn: true }), ["me", ""]);
  assertEquals(seats([person("a")]), ["a me", ""]);
  assertEquals(seats([person("a")], { hideOwn: true }), ["a", ""]);
  assertEquals(seats([person("a"), person("b")]), ["a b", ""]);
});

Deno.test("floatingSeats: of five the one who speaks is large, unless a tile is pinned", () => {
  const five = ["a", "b", "c", "d", "e"].map((id) => person(id));
  assertEquals(seats(five.slice(1), {}, "c"), ["b c d e", ""]);
  assertEquals(seats(five, {}, "c"), ["a b c d e", "c"]);
  assertEquals(seats(five), ["a b c d e", "a"]);
  assertEquals(seats(five, { pinned: ["e", "gone"] }, "c"), ["a b c d e", "e"]);
});

Deno.test("floatingSeats: a shared screen is alone, the pinned one before others", () => {
  const both = [person("a", SCREEN), person("b", SCREEN), person("c")];
  assertEquals(seats(both), ["a screen", ""]);
  assertEquals(seats(both, { pinned: ["b screen"] }), ["b screen", ""]);
});
