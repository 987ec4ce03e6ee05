import { clean } from "../harness/browser/audit.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { browserTest, type Entry } from "../harness/browser/test_room.ts";

function tour(name: string, kind: Kind, entry: Entry): void {
  browserTest(`axe-core finds nothing on any screen: ${name}`, [kind], async (testRoom) => {
    const ann = await testRoom.open(kind, testRoom.server.origin, entry);
    await ann.on("landing");
    await clean(ann, "landing");
    const bob = await testRoom.open(kind, testRoom.link, entry);
    await bob.on("lobby");
    await clean(bob, "lobby");
    await bob.press("join");
    const cem = await testRoom.enter(kind, "Cem", entry);
    await allHear([bob, cem]);
    await clean(cem, "call");
    await cem.press("chat");
    await clean(cem, "chat");
    await cem.press("chat");
    await cem.press("more");
    await clean(cem, "more");
    await cem.page.keyboard.press("Escape");
    const fay = await testRoom.open(kind, `${testRoom.link}?watch=1`, entry);
    await fay.count('[data-do="watch"]', 1);
    await clean(fay, "before watching");
    await fay.press("watch");
    await fay.count('[data-watch="shown"]', 1);
    await clean(fay, "watching");
    await fay.press("hand");
    await bob.count("[data-viewers]", 1);
    await cem.press("leave");
    await cem.on("left");
    await clean(cem, "left");
    const dan = await testRoom.open(kind, `${testRoom.server.origin}/#/room/short`, entry);
    await dan.on("bad-link");
    await clean(dan, "bad link");
    const eve = await testRoom.open(kind, `${testRoom.server.origin}/#/check`, entry);
    await eve.count('[data-do="check"]', 1);
    await clean(eve, "check");
    await eve.press("check");
    await eve.count('[data-do="copy-report"]', 1);
    await clean(eve, "check, at its end");
  });
}

tour("Chromium, English", "chromium", {});
tour("Chromium, Chinese, phone", "chromium", {
  with: { language: "zh-CN" },
  viewport: { width: 390, height: 844, isMobile: true, hasTouch: true },
});
// What axe-core reads differs little by browser.
if (LONG) tour("Firefox, English", "firefox", {});
