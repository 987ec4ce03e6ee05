import { assertEquals } from "@std/assert";
import { encode } from "uqr";
import { outline } from "../../client/ui/panels/qr.tsx";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { scene } from "../harness/browser/stage.ts";
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
  scene(`${kind}: the link is copied, shared and drawn without options`, [kind], async (stage) => {
    const ann = await stage.enter(kind, "Ann", { before: [stub] });
    // Alone in the room, the ways to invite are on the screen.
    await ann.press("copy");
    await until("the copy", async () => (await ann.page.evaluate(handed)).length === 1);
    await ann.press("share");
    await until("the sheet", async () => (await ann.page.evaluate(handed)).length === 2);
    const [copied, sheet] = await ann.page.evaluate(handed);
    assertEquals(copied, stage.link);
    assertEquals(Reflect.get(Object(sheet), "url"), stage.link);
    await ann.press("qr");
    const drawn = () => ann.page.$eval(".qr path", (path) => path.getAttribute("d"));
    await ann.count(".qr svg", 1);
    await until("the code", async () => (await drawn())?.length);
    assertEquals(await drawn(), outline(encode(stage.link, { border: 3 }).data));
  });
}
