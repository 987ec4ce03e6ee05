import { assert, assertEquals } from "@std/assert";
import { openPictureChoice } from "../../../../client/call/bandwidth/picture_choice.ts";
import { adaptPictures } from "../../../../client/call/bandwidth/pictures.ts";
import type { PictureRequest } from "../../../../client/call/messages/group_control.ts";
import type { PictureLimits } from "../../../../client/call/room/room_sending.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import { fakeRoom } from "../../../fakes/members.ts";

const BOB = "b".repeat(22);
const NOTHING = { height: 0, rate: 0 };
const NONE: PictureRequest = { type: "want", camera: NOTHING, screen: NOTHING, chosen: true };

/** Ann, who sends her camera to Bob as he asks for it. */
async function adapting() {
  const room = fakeRoom({ mic: null, camera: fakeTrack("video", { height: 720 }), screen: null });
  const { members, clock, life } = room;
  let limits: PictureLimits | null = null;
  const pictures = adaptPictures({
    elapsed: clock.now,
    later: clock.later,
    members: members.list,
    choice: openPictureChoice({ device: null, tab: null }),
    limitPictures: (now) => void (limits = now),
    tell() {},
    signal: life.signal,
  });
  await room.connect(BOB);
  await clock.pass(1000);
  return {
    ...room,
    hear: (request: PictureRequest) => pictures.hear(BOB, request),
    refused: () => limits?.caps[BOB]?.refused,
    reload() {
      const partner = members.get(BOB)?.connection()?.partner();
      assert(partner);
      Object.assign(partner.sessionInfo, { sessionId: "another stay" });
    },
  };
}

Deno.test("PictureAdapter: a reloaded page's first request holds", async () => {
  const { hear, refused, reload, clock } = await adapting();
  assertEquals(refused(), false);
  reload();
  hear(NONE);
  assertEquals(refused(), true);
  await clock.pass(5000);
  assertEquals(refused(), true);
});

Deno.test("PictureAdapter: a reloaded page is sent everything until it asks for less", async () => {
  const { hear, refused, reload, clock } = await adapting();
  hear(NONE);
  await clock.pass(5000);
  assertEquals(refused(), true);
  reload();
  await clock.pass(1000);
  assertEquals(refused(), false);
});

Deno.test("PictureAdapter: nothing is kept for who is no member", async () => {
  const { hear, refused, members, connect, clock } = await adapting();
  members.remove(BOB);
  hear(NONE);
  await connect(BOB);
  await clock.pass(5000);
  assertEquals(refused(), false);
});
