import { assert } from "@std/assert";
import { browserTest } from "../harness/browser/test_room.ts";
import { enteredBefore } from "../harness/browser/entered_before.ts";
import { watchDrawing } from "../harness/browser/watch_drawing.ts";
import { until } from "../harness/browser/wait_until.ts";

/** Times that the main thread is slower than the machine's, as on a phone; only Chromium can. */
const THROTTLED = { chromium: 4, firefox: 1 };
const VISITS = 3;

/** Runs before the page's own scripts: notes what the page sends, and when it first draws. */
function noteOrder(): void {
  const order: string[] = [];
  Object.defineProperty(globalThis, "__order", { value: order });
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    const type = /"type":"client-(offer|answer)"/.exec(`${data}`)?.[1];
    if (type) order.push(type);
    send.call(this, data);
  };
  addEventListener("drawn", () => order.push("drawn"));
}

/** Runs in the page. */
const readOrder = () => (globalThis as unknown as { __order: string[] }).__order;

for (const kind of ["chromium", "firefox"] as const) {
  const device = kind === "chromium" ? "a slow device" : "Firefox";
  browserTest(
    `drawing: on ${device} the description is sent before anything is drawn`,
    [kind],
    async (testRoom) => {
      // The page of the server's health has no icon.
      testRoom.expect(/404/);
      await testRoom.enter(kind, "Ann");
      const orders: string[] = [];
      for (let visit = 0; visit < VISITS; visit++) {
        const bob = await testRoom.open(kind, `${testRoom.server.origin}/healthz`);
        const href = `${testRoom.link}?name=Bob&join=1`;
        if (THROTTLED[kind] > 1) await bob.page.emulateCPUThrottling(THROTTLED[kind]);
        await bob.page.evaluateOnNewDocument(noteOrder);
        await bob.page.evaluateOnNewDocument(watchDrawing);
        await bob.page.evaluateOnNewDocument(enteredBefore, href);
        await bob.page.goto(href);
        const order = await until("a drawing", async () => {
          const now = await bob.page.evaluate(readOrder);
          return now.includes("drawn") && now;
        });
        orders.push(order.join(" "));
        await bob.close();
      }
      // A machine that stands still for longer than drawing waits may turn one of them round.
      assert(orders.some((order) => order.indexOf("drawn") > 0), orders.join(", "));
    },
  );
}
