import { assertEquals } from "@std/assert";
import { encode } from "uqr";
import { outline } from "../../client/ui/panels/qr.tsx";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

/** Stands in for the clipboard and the share sheet, which a headless browser does not have. */
function stub(): void {
  const handed: unknown[] = [];
  Object.defineProperty(globalThis, "__handed", { value: handed });
  Object.defineProperty(navigator, "share", {
    value: (sheet: unknown) => Promise.resolve(handed.push(sheet)),
  });
  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: (text: string) => Promise.resolve(handed.push(text)) },
  });
}

const handed = () => (globalThis as unknown as { __handed: unknown[] }).__handed;

for (const kind of BOTH) {
  browserTest(
    `${kind}: the link is copied, shared and drawn without options`,
    [kind],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann", { before: [stub] });
      // Alone in the room, the ways to invite are on the screen.
      await ann.press("copy");
      await until("the copy", async () => (await ann.page.evaluate(handed)).length === 1);
      await ann.press("share");
      await until("the sheet", async () => (await ann.page.evaluate(handed)).length === 2);
      const [copied, sheet] = await ann.page.evaluate(handed);
      assertEquals(copied, testRoom.link);
      assertEquals(Reflect.get(Object(sheet), "url"), testRoom.link);
      await ann.press("qr");
      const drawn = () => ann.page.$eval(".qr path", (path) => path.getAttribute("d"));
      await ann.count(".qr svg", 1);
      await until("the code", async () => (await drawn())?.length);
      assertEquals(await drawn(), outline(encode(testRoom.link, { border: 3 }).data));
    },
  );
}
