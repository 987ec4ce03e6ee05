import { assertEquals } from "@std/assert";
import { openReception } from "../../../../client/call/bandwidth/reception.ts";
import { openPictureChoice } from "../../../../client/call/bandwidth/picture_choice.ts";
import { fakeRoom } from "../../../fakes/members.ts";
import { FakeStorage } from "../../../fakes/storage.ts";
import type { FakeRtc } from "../../../fakes/rtc.ts";

const BOB = "b".repeat(22);
const CEM = "c".repeat(22);
const large = { camera: 700, screen: 700 };

async function open() {
  const room = fakeRoom();
  const { members, clock, life } = room;
  const storage = { device: new FakeStorage(), tab: new FakeStorage() };
  const choice = openPictureChoice(storage);
  const reception = openReception({
    later: clock.later,
    members: members.list,
    refuses: choice.refuses,
    changed: () => {},
    signal: life.signal,
  });
  const [bob, cem] = [await room.connect(BOB), await room.connect(CEM)];
  for (const { channel } of [bob, cem]) channel?.become("open");
  const asked = (rtc: FakeRtc) =>
    (rtc.channel?.sent ?? []).map((text) => JSON.parse(text)).filter(({ type }) => type === "want")
      .map(({ camera, screen, chosen }) => [camera.height, screen.height, chosen]);
  return { ...room, storage, choice, reception, bob, cem, asked };
}

Deno.test("Reception: members are told once, in few sizes, and of a larger one at once", async () => {
  const { reception, bob, cem, asked } = await open();
  assertEquals(asked(bob), []);
  reception.show({ [BOB]: { camera: 190, screen: 700 }, [CEM]: large });
  reception.show({ [BOB]: { camera: 195, screen: 710 }, [CEM]: large });
  assertEquals([asked(bob), asked(cem)], [[[180, 720, false]], [[720, 720, false]]]);
  reception.show({ [BOB]: large, [CEM]: large });
  assertEquals(asked(bob).at(-1), [720, 720, false]);
});

Deno.test("Reception: what is hidden for a moment only is not told; what stays hidden is, and not missed", async () => {
  const { reception, clock, bob, asked } = await open();
  const hidden = { camera: 0, screen: 0 };
  reception.show({ [BOB]: large, [CEM]: large });
  reception.show({ [BOB]: hidden, [CEM]: large });
  await clock.pass(500);
  reception.show({ [BOB]: large, [CEM]: large });
  await clock.pass(5000);
  assertEquals(asked(bob).length, 1);
  assertEquals(reception.expects(BOB, "camera"), true);
  reception.show({ [BOB]: hidden, [CEM]: large });
  await clock.pass(700);
  assertEquals(asked(bob).at(-1), [0, 0, false]);
  assertEquals([reception.expects(BOB, "camera"), reception.expects(CEM, "camera")], [false, true]);
});

Deno.test("Reception: a choice is told at once, on a new connection too, and remembered", async () => {
  const { reception, choice, storage, bob, cem, asked, connect } = await open();
  reception.show({ [BOB]: large, [CEM]: large });
  choice.refuse(BOB, true);
  reception.look();
  assertEquals([asked(bob).at(-1), asked(cem).length], [[0, 0, true], 1]);
  const again = await connect(BOB);
  again.channel?.become("open");
  reception.look();
  assertEquals(asked(again), [[0, 0, true]]);
  choice.refuse(null, true);
  const kept = openPictureChoice(storage);
  assertEquals([kept.refusesAll(), kept.refused(), kept.refuses(CEM)], [true, [BOB], true]);
  kept.refuse(null, false);
  kept.refuse(BOB, false);
  assertEquals(openPictureChoice(storage).refuses(BOB), false);
});

Deno.test("PictureChoice: a storage that holds something else, or forbids itself, refuses nobody", () => {
  const tab = new FakeStorage();
  tab.setItem("visavis.refused", "<script> x ".repeat(50));
  const device = new FakeStorage();
  device.forbidden = true;
  const choice = openPictureChoice({ device, tab });
  assertEquals([choice.refusesAll(), choice.refused()], [false, []]);
  choice.refuse(null, true);
  assertEquals(choice.refuses(BOB), true);
});
