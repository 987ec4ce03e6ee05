import { assertEquals } from "@std/assert";
import { applyLimits, NO_SENDING } from "../../../../client/call/media/encodings.ts";
import { refreshStillPictures } from "../../../../client/call/media/still_pictures.ts";
import type { Slots } from "../../../../client/call/media/slots.ts";
import { turn } from "../../../fakes/clock.ts";
import { fakeTrack } from "../../../fakes/media.ts";

/** A connection that is looked at once a second, whose camera gives so many frames a second. */
function stage() {
  let now = 0;
  let encoded = 0;
  let tries = 0;
  let active = true;
  const picture = fakeTrack("video");
  const sender = {
    track: picture as MediaStreamTrack | null,
    getParameters: () => ({ encodings: [{ active }] }),
    setParameters({ encodings: [one] }: { encodings: { active: boolean }[] }) {
      // As browsers do: a sender set going again asks its source for the last frame.
      if (one?.active && !active) [tries, encoded] = [tries + 1, encoded + 1];
      active = one?.active ?? active;
      return Promise.resolve();
    },
  };
  const idle = { sender: { track: null } };
  const slots = { mic: idle, camera: { sender }, screen: idle } as unknown as Slots;
  const camera = { ...NO_SENDING.limits.camera, height: 0 };
  const still = refreshStillPictures({ slots: () => slots }, () => now);
  return {
    sender,
    /** Nobody sees the picture. */
    hold: () =>
      applyLimits(slots, {
        tracks: { ...NO_SENDING.tracks, camera: picture },
        limits: { ...NO_SENDING.limits, camera },
      }),
    async pass(seconds: number, rate: number) {
      const before = tries;
      for (let second = 0; second < seconds; second++) {
        now += 1000;
        encoded += rate;
        still.look({ mic: 0, camera: encoded, screen: 0 });
        await turn();
      }
      return tries - before;
    },
  };
}

Deno.test("StillPictures: a picture that never came is asked for within two seconds, and again", async () => {
  const { pass } = stage();
  assertEquals(await pass(2, 0), 1);
  const more = await pass(60, 0);
  assertEquals([more >= 12, more <= 20], [true, true]);
});

Deno.test("StillPictures: a source that moves is left alone, one of a frame a second too", async () => {
  for (const rate of [30, 5, 1]) assertEquals(await stage().pass(60, rate), 0);
});

Deno.test("StillPictures: a picture that stops is sent again, and one that goes on is left alone", async () => {
  const { pass } = stage();
  assertEquals(await pass(10, 15), 0);
  assertEquals(await pass(2, 0), 1);
  await pass(4, 15);
  assertEquals(await pass(30, 15), 0);
});

Deno.test("StillPictures: nothing is sent where nothing is to be sent", async () => {
  const off = stage();
  off.sender.track = null;
  assertEquals(await off.pass(30, 0), 0);
  const held = stage();
  await held.hold();
  assertEquals(await held.pass(30, 0), 0);
});
