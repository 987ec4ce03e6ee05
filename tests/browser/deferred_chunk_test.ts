import { assert, assertEquals } from "@std/assert";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const NEW_CALL = '[data-do="start"]';
const FAILS =
  /ERR_FAILED|NetworkError|NS_ERROR|Loading failed|blocked|Failed to load|status of|module source|disallowed MIME/i;

/** Has requests for these chunks fail, as long as `fails` says so. */
async function failing(
  testRoom: TestRoom,
  { page }: Visitor,
  chunk: RegExp,
  how: 404 | 502 | "abort",
  fails: (url: string, at: number) => boolean,
) {
  testRoom.expect(FAILS);
  const asked: string[] = [];
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const url = request.url();
    if (!chunk.test(url) || !fails(url, asked.push(url) - 1)) return void request.continue();
    if (how === "abort") void request.abort();
    else void request.respond({ status: how, contentType: "text/plain", body: "no" });
  });
  return asked;
}

/** A browser that is on the server and has nothing of the page yet, not even in a cache. */
const arrived = (testRoom: TestRoom, kind: Kind) =>
  testRoom.open(kind, `${testRoom.server.origin}/healthz`);

/** Enters a call, by the lobby: nobody has been in this room on this device. */
async function call(one: Visitor, { link }: TestRoom): Promise<void> {
  await one.page.goto(`${link}?name=Ann&mic=0&cam=0`);
  await one.press("join");
}

for (const kind of ["chromium", "firefox"] as const) {
  browserTest(
    `${kind}: a deferred part and words that fail once are there soon`,
    [kind],
    async (testRoom) => {
      await Promise.all((["abort", 502, 404] as const).map(async (how) => {
        const ann = await arrived(testRoom, kind);
        const chunk = /\/(deferred|en_words)-/;
        const seen = new Set<string>();
        const asked = await failing(testRoom, ann, chunk, how, (url) => {
          return seen.size < seen.add(chunk.exec(url)?.[1] ?? "").size;
        });
        await ann.page.goto(testRoom.server.origin);
        await ann.count(NEW_CALL, 1);
        assertEquals([...seen].sort(), ["deferred", "en_words"]);
        assert(asked.length > 3, asked.join(" "));
        await ann.close();
      }));
    },
  );

  browserTest(
    `${kind}: a server that is away while a call begins costs chat and lock some seconds`,
    [
      kind,
    ],
    async (testRoom) => {
      const ann = await arrived(testRoom, kind);
      const asked = await failing(testRoom, ann, /\/deferred-/, 502, (_, at) => at < 4);
      await call(ann, testRoom);
      await ann.on("call");
      await ann.count(".notices [data-incomplete]", 1);
      await lateIsHere(ann);
      await ann.count("[data-incomplete]", 0);
      await ann.press("chat");
      await ann.press("tab-people");
      await ann.count('[data-do="lock-call"]', 1);
      assert(asked.length > 4);
    },
  );

  browserTest(`${kind}: while part of it is gone the page says so, and recovers by itself`, [
    kind,
  ], async (testRoom) => {
    const ann = await arrived(testRoom, kind);
    let gone = true;
    await failing(testRoom, ann, /\/(?:deferred|check_page|qr_encode)-/, 404, () => gone);
    await ann.page.goto(testRoom.server.origin);
    await ann.count("main[data-incomplete]", 1);
    gone = false;
    await ann.count(NEW_CALL, 1);
    await ann.count("[data-incomplete]", 0);
  });

  browserTest(
    `${kind}: no deferred part is drawn before its words are there`,
    [kind],
    async (testRoom) => {
      const ann = await arrived(testRoom, kind);
      let gone = true;
      const asked = await failing(testRoom, ann, /\/en_deferred-/, 404, () => gone);
      await call(ann, testRoom);
      await ann.on("call");
      await ann.count(".notices [data-incomplete]", 1);
      await ann.press("more");
      // Twice in vain: the part itself is there for long.
      await until("a second try", () => Promise.resolve(asked.length > 1));
      await ann.count(".panel", 0);
      gone = false;
      await ann.count(".panel", 1);
      await ann.count("[data-incomplete]", 0);
    },
  );

  browserTest(`${kind}: check page and QR code come on a second try`, [kind], async (testRoom) => {
    const ann = await arrived(testRoom, kind);
    const once = new Set<string>();
    const chunk = /\/(check_page|qr_encode)-/;
    await failing(testRoom, ann, chunk, "abort", (url) => {
      const name = chunk.exec(url)?.[1] ?? "";
      return once.size < once.add(name).size;
    });
    await call(ann, testRoom);
    await ann.on("call");
    await ann.press("qr");
    await until(
      "a code",
      () =>
        ann.page.evaluate(() =>
          (document.querySelector(".qr path")?.getAttribute("d") ?? "") !== ""
        ),
    );
    await ann.page.goto(`${testRoom.server.origin}/#/check`);
    await ann.count(".check", 1);
    assertEquals([...once].sort(), ["check_page", "qr_encode"]);
  });
}
