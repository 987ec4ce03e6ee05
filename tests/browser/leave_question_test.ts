import { assertEquals } from "@std/assert";
import { clean } from "../harness/browser/audit.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHERS = '[data-tile]:not([data-tile="me"])[data-connection="connected"]';
const SILENT = { mic: 0, cam: 0 } as const;

/** Somebody who has come from the first page, so that the way back leads there. */
async function fromLanding(testRoom: TestRoom, kind: Kind): Promise<Visitor> {
  const { origin } = testRoom.server;
  const ann = await testRoom.open(kind, origin);
  await ann.on("landing");
  await ann.page.evaluate((fragment) => location.assign(fragment), `#/${room()}?mic=0&cam=0`);
  await ann.on("lobby");
  await ann.press("join");
  await ann.on("call");
  await ann.count("[data-do=copy]", 1);
  return ann;
}

/** True if the page has its browser ask before it goes. */
const asks = ({ page }: Visitor) =>
  page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));

const back = (ann: Visitor) => ann.page.evaluate(() => history.back());

for (const kind of ["chromium", "firefox"] as const) {
  browserTest(
    `leave: ${kind}: the way back asks once with others, and never alone`,
    [kind],
    async (testRoom) => {
      const ann = await fromLanding(testRoom, kind);
      const href = await ann.page.evaluate(() => location.href.split("?")[0] ?? "");
      const bob = await testRoom.open(kind, `${href}?name=Bob&join=1&mic=0&cam=0`, SILENT);
      await ann.count(OTHERS, 1);
      await lateIsHere(ann);
      await back(ann);
      await ann.count(".leaving", 1);
      await clean(ann, "question before leaving");
      await ann.press("stay");
      await ann.count(".leaving", 0);
      assertEquals(await ann.page.evaluate(() => location.href.split("?")[0]), href);
      await bob.count(OTHERS, 1);
      // Twice is an answer.
      await back(ann);
      await ann.count(".leaving", 1);
      await back(ann);
      await ann.on("landing");
      await bob.count(OTHERS, 0);
      // The way forward leads to the room again, and a press on the question out of it.
      await ann.page.evaluate((to) => location.assign(to), href);
      await ann.on("lobby");
      await ann.press("join");
      await ann.count(OTHERS, 1);
      await back(ann);
      await ann.press("leave-now");
      await ann.on("landing");
      await ann.page.evaluate((to) => location.assign(to), href);
      await ann.on("lobby");
      await ann.press("join");
      await ann.count(OTHERS, 1);
      await bob.press("leave");
      await ann.count(OTHERS, 0);
      await back(ann);
      await ann.on("landing");
    },
  );

  browserTest(
    `leave: ${kind}: closing the tab asks with others, and a reload returns to the call`,
    [
      kind,
    ],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann", SILENT);
      await ann.count("[data-do=copy]", 1);
      // Browsers ask for nobody who has not touched the page.
      await ann.page.mouse.click(200, 200);
      await ann.page.reload();
      await ann.on("call");
      assertEquals(ann.dialogs, []);
      assertEquals(await asks(ann), false);
      const bob = await testRoom.enter(kind, "Bob", SILENT);
      await ann.count(OTHERS, 1);
      await lateIsHere(ann);
      await until("a page that asks", () => asks(ann));
      await ann.page.mouse.click(200, 200);
      await ann.page.reload();
      await ann.on("call");
      assertEquals(ann.dialogs, ["beforeunload"]);
      await ann.count(OTHERS, 1);
      await bob.count(OTHERS, 1);
      await lateIsHere(ann);
      await ann.page.mouse.click(200, 200);
      await until("a page that asks again", () => asks(ann));
      await ann.page.goto("about:blank");
      assertEquals(ann.dialogs, ["beforeunload", "beforeunload"]);
      await bob.count(OTHERS, 0);
    },
  );
}
