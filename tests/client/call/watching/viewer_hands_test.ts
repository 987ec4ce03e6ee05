import { assertEquals } from "@std/assert";
import { openViewerHands } from "../../../../client/call/watching/viewer_hands.ts";
import { fakeRoom } from "../../../fakes/members.ts";

/** The hands of a page in a call with Bob, who serves "w"; this page serves "v". */
async function page() {
  const { clock, members, connect } = fakeRoom();
  const bob = await connect("b", "Bob");
  bob.channel?.become("open");
  const own = [{ id: "v", name: "Vera" }];
  const told = [{ id: "w", name: "Will", by: "b" }];
  const invited: string[] = [];
  const hands = openViewerHands({
    served: { hands: () => own, invite: (viewer) => invited.push(viewer) },
    names: { hands: () => told },
    speakers: members.list,
    elapsed: clock.now,
    speakerOf: (viewer) => viewer === "w" ? "b" : "a",
  });
  const sent = () => (bob.channel?.sent ?? []).filter((text) => text.includes("invite"));
  return { hands, own, told, invited, sent, clock };
}

Deno.test("ViewerHands: those of all viewers are shown, each with the member that serves it", async () => {
  const { hands } = await page();
  assertEquals(hands.list(), [
    { id: "v", name: "Vera", by: null },
    { id: "w", name: "Will", by: "Bob" },
  ]);
});

Deno.test("ViewerHands: a member raises no hand for a viewer that another one serves", async () => {
  const { hands, told, own } = await page();
  told.push({ id: "v", name: "Mal", by: "b" }, { id: "u", name: "Una", by: "b" });
  assertEquals(hands.list().map(({ name }) => name), ["Vera", "Will"]);
  own.pop();
  assertEquals(hands.list().map(({ name }) => name), ["Will"]);
});

Deno.test("ViewerHands: an invitation goes to the viewer here, and to the member that serves it elsewhere", async () => {
  const { hands, told, invited, sent } = await page();
  hands.answer("v", true);
  hands.answer("w", true);
  hands.answer("x", true);
  assertEquals([invited, sent()], [["v"], ['{"type":"invite","viewer":"w"}']]);
  const shown = () => hands.list().map(({ id }) => id);
  assertEquals(shown(), ["v"], "the page that serves it takes it away");
  const [hand] = told.splice(0);
  assertEquals(shown(), ["v"]);
  if (hand) told.push(hand);
  assertEquals(shown(), ["v", "w"], "who raises it again is shown again");
});

Deno.test("ViewerHands: one that is put away stays away for a minute, however often it goes up", async () => {
  const { hands, told, clock } = await page();
  hands.answer("w", false);
  const [hand] = told.splice(0);
  const shown = () => hands.list().map(({ id }) => id);
  assertEquals(shown(), ["v"]);
  if (hand) told.push(hand);
  assertEquals(shown(), ["v"]);
  told.pop();
  await clock.pass(60_000);
  assertEquals(shown(), ["v"]);
  if (hand) told.push(hand);
  assertEquals(shown(), ["v", "w"]);
});
