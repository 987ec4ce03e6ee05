import type { Kind } from "../harness/browser/browser_binaries.ts";
import {
  allHear,
  CAMERA,
  listens,
  sees,
  silence,
  stillness,
} from "../harness/browser/media_counters.ts";
import { scene } from "../harness/browser/stage.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';
const orders: readonly (readonly [Kind, Kind])[] = [
  ["chromium", "firefox"],
  ["firefox", "chromium"],
];

for (const [speaker, listener] of orders) {
  const who = `${speaker} towards ${listener}`;

  scene(`muting is silence and a mark on the other side: ${who}`, orders[0]!, async (stage) => {
    const ann = await stage.enter(speaker, "Ann");
    const bob = await stage.enter(listener, "Bob");
    await allHear([ann, bob]);
    await listens(bob);
    await bob.count(`${OTHER} [data-muted]`, 0);
    await ann.press("mic");
    await bob.count(`${OTHER} [data-muted]`, 1);
    await silence(bob);
    await ann.press("mic");
    await bob.count(`${OTHER} [data-muted]`, 0);
    await listens(bob);
  });

  scene(`a camera goes off and on on the other side: ${who}`, orders[0]!, async (stage) => {
    const ann = await stage.enter(speaker, "Ann");
    const bob = await stage.enter(listener, "Bob");
    await allHear([ann, bob]);
    await bob.count(`${OTHER} video[data-kind="picture"]`, 1);
    await ann.press("camera");
    await bob.count(`${OTHER} video[data-kind="picture"]`, 0);
    await stillness(bob, CAMERA);
    await ann.press("camera");
    await bob.count(`${OTHER} video[data-kind="picture"]`, 1);
    await sees(bob, CAMERA);
  });
}

scene(
  "devices: whoever joins muted and without camera can turn both on later",
  orders[0]!,
  async (stage) => {
    const ann = await stage.enter("chromium", "Ann");
    const bob = await stage.enter("firefox", "Bob", { mic: 0, cam: 0 });
    await ann.count(`${OTHER} [data-muted]`, 1);
    await ann.count(`${OTHER} video[data-kind="picture"]`, 0);
    await bob.press("mic");
    await bob.press("camera");
    await allHear([ann, bob]);
    await ann.count(`${OTHER} [data-muted]`, 0);
    await ann.count(`${OTHER} video[data-kind="picture"]`, 1);
  },
);
