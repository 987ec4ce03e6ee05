import { BOTH } from "../harness/browser/browser_binaries.ts";
import {
  allHear,
  CAMERA,
  hears,
  listens,
  sees,
  silence,
  stillness,
} from "../harness/browser/media_counters.ts";
import { MIXED } from "../harness/browser/meeting.ts";
import { browserTest } from "../harness/browser/test_room.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';
const MUTED = `${OTHER} [data-muted]`;
const PICTURE = `${OTHER} video[data-kind="picture"]`;

for (const [speaker, listener] of MIXED) {
  const name = `devices go on and off as the other side sees: ${speaker} towards ${listener}`;
  browserTest(name, BOTH, async (testRoom) => {
    // Whoever joins muted and without camera can turn both on later.
    const ann = await testRoom.enter(speaker, "Ann", { mic: 0, cam: 0 });
    const bob = await testRoom.enter(listener, "Bob");
    await hears(ann, 1);
    await bob.count(MUTED, 1);
    await bob.count(PICTURE, 0);
    await ann.press("mic");
    await ann.press("camera");
    await allHear([ann, bob]);
    await listens(bob);
    await bob.count(MUTED, 0);
    await bob.count(PICTURE, 1);

    await ann.press("mic");
    await bob.count(MUTED, 1);
    await silence(bob);
    await ann.press("mic");
    await bob.count(MUTED, 0);
    await listens(bob);

    await ann.press("camera");
    await bob.count(PICTURE, 0);
    await stillness(bob, CAMERA);
    await ann.press("camera");
    await bob.count(PICTURE, 1);
    await sees(bob, CAMERA);
  });
}
