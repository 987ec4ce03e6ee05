import { assert, assertEquals } from "@std/assert";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { until } from "../harness/browser/wait_until.ts";

const SILENT = { mic: 0, cam: 0 } as const;

browserTest(
  "Page: a pull reloads no call, a translator freezes no words",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.enter("chromium", "Ann", SILENT);
    const bob = await testRoom.enter("chromium", "Bob", SILENT);
    await lateIsHere(ann);
    await ann.press("chat");
    await bob.press("chat");
    await bob.write("Guten Tag");
    await bob.page.keyboard.press("Enter");
    await ann.count("[data-line]", 1);
    // Both can translate what was said, and nothing that changes by itself.
    assertEquals(await translate(ann), ["Guten Tag"]);
    await ann.press("tab-people");
    await translate(ann);
    await testRoom.enter("chromium", "Cem", SILENT);
    await ann.count("[data-tile]", 3);
    await until("the newcomer's name, and three people", async () => {
      const text = await ann.page.evaluate(() => document.body.innerText);
      return text.includes("Cem") && /People\D*3/.test(text);
    }, () => ann.page.evaluate(() => document.body.innerText));

    const pull = () =>
      ann.page.evaluate(() => getComputedStyle(document.documentElement).overscrollBehaviorY);
    assertEquals(await pull(), "none");
    await ann.press("leave");
    await ann.on("left");
    // The page cleans up after it has painted.
    await until("a pull that loads anew", async () => await pull() === "auto");
  },
);

browserTest("Chat: a line is drawn once, however many follow", ["chromium"], async (testRoom) => {
  const ann = await testRoom.enter("chromium", "Ann", { ...SILENT, before: [countTimes] });
  const bob = await testRoom.enter("chromium", "Bob", SILENT);
  await ann.press("chat");
  await bob.press("chat");
  for (let at = 1; at <= 20; at++) {
    await bob.write(`line ${at}`);
    await bob.page.keyboard.press("Enter");
    await ann.count("[data-line]", at);
  }
  // Each is written once, and drawn a second time at most: all of them anew would be 210.
  const drawn = await ann.page.evaluate(() => Number(Reflect.get(globalThis, "__times")));
  assert(drawn >= 20 && drawn <= 40, `${drawn} times of day were written for 20 lines`);
});

browserTest("Panel: it lies within a window of 320×200", ["chromium"], async (testRoom) => {
  const ann = await testRoom.enter("chromium", "Ann", {
    ...SILENT,
    viewport: { width: 320, height: 200 },
  });
  await lateIsHere(ann);
  for (const panel of ["chat", "more"]) {
    await ann.press(panel);
    await ann.count(".panel", 1);
    const { left, top, right, bottom } = await ann.page.$eval(".panel", (one) => {
      return one.getBoundingClientRect().toJSON();
    });
    assertEquals(
      [left >= 0, top >= 0, right <= 320, bottom <= 200],
      [true, true, true, true],
      `${panel}: ${left}, ${top} to ${right}, ${bottom}`,
    );
    await ann.press("close");
    await ann.count(".panel", 0);
  }
});

browserTest(
  "Page: browsers of two cores are asked for the modern one",
  ["chromium"],
  async (testRoom) => {
    const text = await (await fetch(testRoom.server.origin)).text();
    assert(/<meta name="renderer" content="webkit">/.test(text), "360, QQ, Sogou");
    assert(/<meta http-equiv="X-UA-Compatible" content="IE=edge">/.test(text), "Internet Explorer");
    // Where no module is understood, these words stay.
    assert(/<div id="app">\s*<p class="too-old">/.test(text), "words for old browsers");
  },
);

/**
 * Puts each text that may be translated into an element of its own, as page translators do; gives
 * the texts of the call among them.
 */
async function translate({ page }: Visitor): Promise<string[]> {
  return await page.evaluate(() => {
    const main = document.querySelector("main");
    if (!main) return ["no call"];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      if (node instanceof Text && node.data.trim() && node.parentElement?.translate) {
        found.push(node);
      }
    }
    for (const node of found) {
      const font = document.createElement("font");
      node.replaceWith(font);
      font.append(node.data);
    }
    return found.map(({ data }) => data);
  });
}

/** Runs before the page's own script: counts the times of day that it writes. */
function countTimes(): void {
  const write = Date.prototype.toLocaleTimeString;
  let count = 0;
  Object.defineProperty(globalThis, "__times", { get: () => count });
  Date.prototype.toLocaleTimeString = function (...rest: Parameters<typeof write>) {
    count++;
    return write.apply(this, rest);
  };
}
