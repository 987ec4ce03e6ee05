import { assert, assertEquals } from "@std/assert";
import { orderHands } from "../../../client/app/raised_hands.ts";
import { initialState } from "../../../client/state/initial_state.ts";
import type { Participant } from "../../../client/state/person.ts";
import { ABOUT } from "../../fakes/members.ts";

function people(raised: readonly string[]) {
  const { me } = initialState("Ann");
  const participants = ["Bob", "Cem", "Dee"].map((id): Participant => ({
    id,
    about: { ...ABOUT, hand: raised.includes(id) },
    connection: "connected",
    verified: false,
    picture: null,
    screen: null,
    voice: null,
  }));
  return { me: { ...me, id: "me", hand: raised.includes("me") }, participants };
}

Deno.test("orderHands: hands stand in the order in which they were raised, the own one too", () => {
  let hands: readonly string[] = [];
  for (const raised of [["Dee"], ["Dee", "me"], ["Bob", "Dee", "me"]]) {
    hands = orderHands(hands, people(raised));
  }
  assertEquals(hands, ["Dee", "me", "Bob"]);
  hands = orderHands(hands, people(["Bob", "Dee"]));
  assertEquals(orderHands(hands, people(["Bob", "Dee", "me"])), ["Dee", "Bob", "me"]);
});

Deno.test("orderHands: nothing changes while nobody raises or lowers a hand", () => {
  const hands = orderHands([], people(["Cem"]));
  assert(orderHands(hands, people(["Cem"])) === hands);
});
