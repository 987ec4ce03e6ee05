import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { clean } from "../harness/browser/audit.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { decoded, soundPackets } from "../harness/browser/media_counters.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';
/** Two seconds, counted in packets of sound: longer than a hidden page may keep its pictures. */
const SOUND = 100;

/** Takes the window for one document from the browser, as Safari has none; runs in the page. */
function noDocumentWindow(): void {
  Reflect.deleteProperty(globalThis, "documentPictureInPicture");
}

/** The page in the window above all others. */
async function floating({ page }: Visitor): Promise<Page> {
  const found = async () => {
    for (const one of await page.browserContext().pages()) {
      if (one !== page && one.url() === "about:blank") return one;
    }
    return null;
  };
  await until("a window above the others", async () => await found() !== null);
  const window = await found();
  assert(window);
  return window;
}

const hasWindow = ({ page }: Visitor) =>
  page.evaluate(() => {
    const { documentPictureInPicture: pip } = globalThis as unknown as {
      documentPictureInPicture: { readonly window: Window | null };
    };
    return pip.window !== null;
  });

/** Waits until pictures have come for as long as a hidden page would have lost them. */
async function picturesGoOn(visitor: Visitor): Promise<void> {
  const heard = await soundPackets(visitor);
  await until("sound", async () => await soundPackets(visitor) > heard + SOUND);
  const frames = await decoded(visitor);
  await until("pictures of a hidden page", async () => await decoded(visitor) > frames);
}

for (const kind of ["chromium", "firefox"] as const) {
  browserTest(
    `picture-in-picture: ${kind}: the call floats above all windows, with its controls`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann");
      const bob = await testRoom.enter(kind, "Bob");
      await ann.count(`${OTHER} video`, 1);
      await lateIsHere(ann);
      await ann.page.bringToFront();
      await ann.page.keyboard.press("p");
      const window = await floating(ann);
      const seen = (selector: string) => window.$$eval(selector, (found) => found.length);
      await until("the other's picture", async () => await seen(`${OTHER} video`) === 1);
      const look = await window.evaluate(() => {
        const toolbar = document.querySelector(".toolbar") ?? document.body;
        const { display, position } = getComputedStyle(toolbar);
        const drawings = document.querySelectorAll("#i-mic").length;
        return [display, position, drawings, document.documentElement.lang];
      });
      assertEquals(look, ["flex", "absolute", 1, "en"]);
      await clean({ ...ann, page: window }, "window above the others");
      await window.click('[data-do="mic"]');
      await bob.count(`${OTHER} [data-muted]`, 1);
      await window.keyboard.press("m");
      await bob.count(`${OTHER} [data-muted]`, 0);
      await bob.press("chat");
      await bob.write("are you there?");
      await bob.page.keyboard.press("Enter");
      await until("the mark of a line", async () => await seen("[data-unread]") === 1);
      await window.click('[data-do="chat"]');
      await until("the line as read", async () => await seen("[data-unread]") === 0);
      await window.click('[data-do="leave"]');
      await until("no window", async () => !await hasWindow(ann));
    },
  );
}

browserTest(
  "picture-in-picture: a page that is hidden behind its window is sent pictures",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", { with: { throttled: true } });
    const bob = await testRoom.enter("chromium", "Bob");
    await ann.count(`${OTHER} video`, 1);
    await lateIsHere(ann);
    await ann.page.bringToFront();
    await ann.page.keyboard.press("p");
    await floating(ann);
    const aside = await ann.page.browserContext().newPage();
    await aside.bringToFront();
    await until("a hidden page", () => ann.page.evaluate(() => document.hidden));
    await picturesGoOn(ann);
    await bob.count('[data-held="hidden"]', 0);
  },
);

browserTest(
  "picture-in-picture: the browser opens it with the tabs, if that is wished",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", {
      before: [() => {
        const handlers: Record<string, unknown> = {};
        Object.assign(globalThis, { handlers });
        navigator.mediaSession.setActionHandler = (action, handle) => {
          handlers[action] = handle;
        };
      }],
    });
    await lateIsHere(ann);
    const offered = () =>
      ann.page.evaluate(() => {
        const { handlers } = globalThis as unknown as { handlers: Record<string, unknown> };
        return typeof handlers["enterpictureinpicture"];
      });
    await ann.press("more");
    assertEquals(await offered(), "object");
    await ann.press("automatic-pip");
    assertEquals(await offered(), "function");
    await ann.page.reload();
    await ann.on("call");
    await until("the wish after a reload", async () => await offered() === "function");
    await ann.press("leave");
    await until("no wish without a call", async () => await offered() === "object");
  },
);

browserTest(
  "picture-in-picture: where pages have no windows, the one who speaks floats",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", {
      with: { throttled: true },
      before: [noDocumentWindow],
    });
    const bob = await testRoom.enter("chromium", "Bob");
    await ann.count(`${OTHER} video`, 1);
    await lateIsHere(ann);
    await ann.page.bringToFront();
    await ann.page.keyboard.press("p");
    const floats = () => ann.page.evaluate(() => document.pictureInPictureElement !== null);
    await until("a video above the others", floats);
    const aside = await ann.page.browserContext().newPage();
    await aside.bringToFront();
    await picturesGoOn(ann);
    await bob.count('[data-held="hidden"]', 0);
    await aside.close();
    await ann.page.bringToFront();
    await ann.page.keyboard.press("p");
    await until("none", async () => !await floats());
  },
);

browserTest(
  "picture-in-picture: Firefox opens nothing by itself, and offers no switch for it",
  ["firefox"],
  async (testRoom) => {
    const ann = await testRoom.enter("firefox", "Ann");
    await lateIsHere(ann);
    await ann.press("more");
    await ann.count('[data-do="pip"]', 1);
    await ann.count('[data-do="automatic-pip"]', 0);
  },
);
