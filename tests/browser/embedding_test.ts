import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import type { Frame, Page } from "puppeteer-core";
import { room } from "../harness/browser/room_link.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { serve } from "../harness/browser/server.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { until } from "../harness/browser/wait_until.ts";

const EXAMPLE = new URL("../../docs/embedding.html", import.meta.url);

/** The example of the documents on a server of its own: another origin than the call's. */
function embedder() {
  let html = "";
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(html, { headers: { "content-type": "text/html" } }),
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    async show(link: string) {
      const example = await Deno.readTextFile(EXAMPLE);
      html = example.replace("https://call.example/#/standup", link);
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

browserTest(
  "embedding: a page that opens the call in a window has no hold on it",
  BOTH,
  async (testRoom) => {
    const opener = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response("<p>opener</p>", { headers: { "content-type": "text/html" } }),
    );
    await using _ = { [Symbol.asyncDispose]: () => opener.shutdown() };
    testRoom.expect(/^asked another host/);
    for (const kind of BOTH) {
      // An address that was typed before, whose answer the browser keeps.
      await testRoom.open(kind, `${testRoom.link}?name=Ann`);
      const { page } = await testRoom.open(kind, `http://127.0.0.1:${opener.addr.port}`);
      const opened = new Promise<Page | null>((resolve) => page.once("popup", resolve));
      await page.evaluate((link) => {
        Object.assign(globalThis, { opened: globalThis.open(link) });
      }, `${testRoom.link}?name=Ann`);
      const call = await opened;
      assert(call, "nothing was opened");
      await call.waitForSelector("[data-do=join]");
      assertEquals(await call.evaluate(() => globalThis.opener), null, kind);
      const held = await page.evaluate(() =>
        !(globalThis as unknown as { opened: Window }).opened.closed
      );
      assertEquals(held, false, kind);
      await call.close();
    }
  },
);

function frameOf(page: Page, origin: string): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().startsWith(origin));
  return until("the frame", () => Promise.resolve(find()));
}

for (const kind of BOTH) {
  let embedding: ReturnType<typeof embedder> | undefined;
  const own = () => {
    embedding = embedder();
    return serve({ FRAME_ANCESTORS: embedding.origin });
  };
  browserTest(
    `embedding: the documents' example holds a call in a frame, and commands it, in ${kind}`,
    [kind],
    async (testRoom) => {
      assert(embedding);
      await using page = embedding;
      testRoom.expect(/^asked another host/);
      const { origin } = testRoom.server;
      const link = `${origin}/#/${room()}`;
      await page.show(`${link}?name=Ann`);
      const around = await testRoom.open(kind, page.origin);
      const shows = (selector: string) =>
        around.page.$eval(
          selector,
          (one) => one instanceof HTMLOutputElement ? one.value : one.textContent,
        );
      const frame = await frameOf(around.page, origin);
      await (await frame.waitForSelector("[data-do=join]"))?.click();
      await until("the event", async () => await shows("#people") === "1 in the call");

      const bob = await testRoom.open(kind, `${link}?name=Bob&join=1`);
      await until("both", async () => await shows("#people") === "2 in the call");
      await until("the microphone", async () => await shows("#microphone") === "Mute");
      await allHear([bob]);

      await around.click("#microphone");
      await until("silence", async () => await shows("#microphone") === "Unmute");
      await bob.count('[data-tile]:not([data-tile="me"]) [data-muted]', 1);
      await around.click("#microphone");
      await until("sound", async () => await shows("#microphone") === "Mute");

      await around.click("#hang-up");
      await frame.waitForSelector("body[data-screen=left]");
      assertEquals(await around.page.$eval("#hang-up", (one) => one.matches(":disabled")), true);
    },
    own,
  );

  browserTest(
    `Embedding: an origin that the server has not named frames nothing in ${kind}`,
    [kind],
    async (testRoom) => {
      await using page = embedder();
      testRoom.expect(/^asked another host|frame-ancestors|X-Frame-Options|refused to connect/i);
      await page.show(testRoom.link);
      const around = await testRoom.open(kind, page.origin);
      await until(
        "the refusal",
        () => Promise.resolve(around.complaints.some((one) => one.includes("frame"))),
      );
      const events = await around.page.$eval("#people", (one) => one.textContent);
      assertEquals(events, "");
    },
  );
}
