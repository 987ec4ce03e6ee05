import { assertEquals } from "@std/assert";
import { type ChatSwitch, openChatSwitch } from "../../../../client/call/watching/chat_switch.ts";
import type { ViewerChatState } from "../../../../client/call/messages/watching_control.ts";
import { fakeRoom } from "../../../fakes/members.ts";
import { seeded } from "../../../fakes/seeded_random.ts";

const state = (count: number, on: boolean): ViewerChatState => ({ type: "viewer-chat", count, on });

/** A switch that tells nobody. */
function alone(): { readonly one: ChatSwitch; readonly turns: boolean[] } {
  const turns: boolean[] = [];
  const one: ChatSwitch = openChatSwitch({
    speakers: () => [],
    viewers: () => [],
    changed: () => void turns.push(one.isOn),
  });
  return { one, turns };
}

Deno.test("ChatSwitch: it is off until a member turns it, and the newest turn holds", () => {
  const { one, turns } = alone();
  assertEquals(one.isOn, false);
  one.receive(state(2, true));
  one.receive(state(1, false));
  one.receive(state(2, true));
  assertEquals(turns, [true]);
  one.receive(state(2, false));
  one.receive(state(2, true));
  assertEquals(turns, [true, false], "of two at once, off holds");
  one.turn(true);
  one.turn(true);
  assertEquals(turns, [true, false, true]);
});

Deno.test("ChatSwitch: no count takes the switch from the others for good", () => {
  for (const on of [true, false]) {
    const { one } = alone();
    one.receive(state(3, true));
    one.receive(state(2 ** 31, on));
    assertEquals(one.isOn, on, "nobody is kept from closing it");
    one.turn(false);
    one.turn(true);
    assertEquals(one.isOn, true);
    one.receive(state(on ? 6 : 7, false));
    assertEquals(one.isOn, false);
  }
});

Deno.test("ChatSwitch: pages that hear the same turns in any order end alike", () => {
  const random = seeded(11);
  for (let round = 0; round < 50; round++) {
    const turns = Array.from(
      { length: 6 },
      () => state(1 + Math.floor(random() * 4), random() < 0.5),
    );
    const ends = [0, 1, 2].map(() => {
      const { one } = alone();
      const order = turns.map((turn) => ({ turn, at: random() })).sort((a, b) => a.at - b.at);
      for (const { turn } of order) one.receive(turn);
      return one.isOn;
    });
    assertEquals(new Set(ends).size, 1, JSON.stringify(turns));
  }
});

Deno.test("ChatSwitch: members and viewers are told once on each connection, and of no switch nobody touched", async () => {
  const [room, served] = [fakeRoom(), fakeRoom()];
  const [bob, vera] = [await room.connect("b"), await served.connect("v")];
  for (const rtc of [bob, vera]) rtc.channel?.become("open");
  const one = openChatSwitch({
    speakers: room.members.list,
    viewers: served.members.list,
    changed() {},
  });
  const told = () =>
    [bob, vera].map((rtc) => (rtc.channel?.sent ?? []).filter((text) => text.includes("viewer-")));
  one.tell();
  assertEquals(told(), [[], []]);
  one.turn(true);
  one.tell();
  const text = JSON.stringify(state(1, true));
  assertEquals(told(), [[text], [text]]);
});
