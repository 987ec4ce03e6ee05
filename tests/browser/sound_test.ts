import { assertEquals } from "@std/assert";
import type { CDPSession } from "puppeteer-core";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

/** Evaluates without the user gesture that puppeteer's own `evaluate` would count as. */
async function look(session: CDPSession, expression: string): Promise<unknown> {
  const { result } = await session.send("Runtime.evaluate", {
    expression,
    userGesture: false,
    returnByValue: true,
  });
  return result.value;
}

const SHOWN = `document.querySelector('[data-do="hear"]')?.checkVisibility() ?? false`;
const PLAYING = `[...document.querySelectorAll("audio")].some((one) => !one.paused)`;
const SCREEN = "document.body.dataset.screen";

browserTest("sound: blocked sound is offered on one click", ["chromium"], async (testRoom) => {
  await testRoom.enter("chromium", "Ann");
  // Without a device of one's own, since a page that captures may play.
  const href = `${testRoom.link}?name=Bob&join=1&mic=0&cam=0`;
  const bob = await testRoom.open("chromium", href, { with: { autoplay: "policy" } });
  const session = await bob.page.createCDPSession();
  await until("the call", async () => await look(session, SCREEN) === "call");
  await until("the control to hear", () => look(session, SHOWN));
  assertEquals(await look(session, PLAYING), false, "sound plays although it is blocked");
  await bob.page.mouse.move(1, 1);
  const spot = await look(
    session,
    `(() => { const { x, y, width, height } = document.querySelector('[data-do="hear"]')
      .getBoundingClientRect(); return [x + width / 2, y + height / 2]; })()`,
  );
  const [x, y] = spot as [number, number];
  await bob.page.mouse.click(x, y);
  await until("sound", () => look(session, PLAYING));
  await until("the control gone", async () => await look(session, SHOWN) === false);
});

/** Notes which kinds of elements the browser would not let play; runs in the page. */
function refusals(): void {
  const refused = new Set<string>();
  Object.defineProperty(globalThis, "__refused", { value: refused });
  const native = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    const playing = native.call(this);
    playing.catch(({ name }: Error) => name === "NotAllowedError" && refused.add(this.localName));
    return playing;
  };
}

browserTest(
  "firefox: refused pictures and sound play after one click",
  ["firefox"],
  async (testRoom) => {
    const ann = await testRoom.enter("firefox", "Ann");
    const href = `${testRoom.link}?name=Bob&join=1&mic=0&cam=0`;
    const bob = await testRoom.open("firefox", href, {
      with: { autoplay: "policy" },
      before: [refusals],
    });
    // Bob's page is left alone until it has tried to play: to be looked at counts as a gesture.
    await ann.count('[data-tile]:not([data-tile="me"])[data-connection="connected"]', 1);
    await ann.reads("Bob");
    await bob.count('[data-do="hear"]', 1);
    const refused = await bob.page.evaluate(() =>
      [...(globalThis as unknown as { __refused: Set<string> }).__refused].sort()
    );
    assertEquals(refused, ["audio", "video"]);
    const [x = 0, y = 0] = await bob.page.$eval('[data-do="hear"]', (found) => {
      const { x, y, width, height } = found.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    });
    await bob.page.mouse.click(x, y);
    await until(
      "nothing paused",
      () =>
        bob.page.$$eval(
          "audio, video",
          (all) => all.every((one) => one instanceof HTMLMediaElement && !one.paused),
        ),
    );
    await bob.count('[data-do="hear"]', 0);
  },
);

browserTest(
  "sound: what is paused from outside plays on",
  ["chromium", "firefox"],
  async (testRoom) => {
    const people = [
      await testRoom.enter("chromium", "Ann"),
      await testRoom.enter("firefox", "Bob"),
    ];
    for (const ann of people) {
      await ann.count('[data-tile]:not([data-tile="me"])[data-connection="connected"]', 1);
      const playing = () =>
        ann.page.$$eval(
          "audio, video",
          (all) => all.length > 1 && all.every((one) => !(one as HTMLMediaElement).paused),
        );
      await until("all play", playing);
      const pauses = await ann.page.$$eval("audio, video", (all) => {
        const seen = { pauses: 0 };
        Object.assign(globalThis, { seen });
        for (const one of all as HTMLMediaElement[]) {
          one.addEventListener("pause", () => seen.pauses++);
          one.pause();
        }
        return all.length;
      });
      const paused = () =>
        ann.page.evaluate(() =>
          (globalThis as unknown as { seen: { pauses: number } }).seen.pauses
        );
      await until("all were paused", async () => await paused() === pauses);
      await until("all play again", playing);
      await ann.count('[data-do="hear"]', 0);
    }
  },
);
