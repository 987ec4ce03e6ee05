import { assertEquals, assertMatch } from "@std/assert";
import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { clean } from "../harness/browser/audit.ts";
import { listens, SCREEN, sees } from "../harness/browser/media_counters.ts";
import { encodeMedia } from "../harness/browser/encoded_media.ts";
import { serve } from "../harness/browser/server.ts";
import { HEARING, NO_SOUND } from "../harness/browser/sound_server.ts";
import { badge, bringIn, shows, studioOf } from "../harness/browser/studio_page.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { openWhipPage } from "../harness/browser/whip_page.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { publishStudio } from "../harness/studio_publisher.ts";

/** The second m-line of what both clients of pages offer. */
const STUDIO_PICTURE = "1";

const [first, second] = ["medooze", "eyevinn"] as const;

for (const [bridge, watcher] of [["chromium", "firefox"], ["firefox", "chromium"]] as const) {
  browserTest(
    `studio: two clients of pages come in from another origin, by ${bridge} whose picture ${watcher} decodes, and then by ${watcher}`,
    ["chromium", "firefox"],
    async (testRoom) => {
      // What Bob hears of Ann, who is muted, is the studio.
      const ann = await testRoom.enter(bridge, "Ann", { ...HEARING, mic: 0 });
      const studio = await bringIn(ann);
      assertMatch(studio.url, /^http:\/\/[^/]+\/studio\/[\w-]{22}$/);
      await clean(ann, "a studio to bring in");
      await using obs = await openWhipPage(testRoom, "chromium", studio);
      // Before Bob comes: whoever listens may be the one who answers, if Ann's page is slow.
      const { status, location, tag } = await obs.publish(first);
      assertEquals([status, tag], [201, `"${location?.split("/").at(-1)}"`]);
      await shows(ann, "me");
      const bob = await testRoom.enter(watcher, "Bob");
      await shows(bob);
      await sees(bob, SCREEN);
      await listens(bob);
      const fit = await bob.page.$eval(".tile:has([data-studio-by]) video", (video) => {
        return getComputedStyle(video).objectFit;
      });
      assertEquals(fit, "contain", "a small picture fills the stage");
      await bob.press("more");
      assertEquals(await studioOf(bob), studio, "every member holds it");
      assertEquals((await obs.publish(second, 409)).status, 409, "one publisher at a time");
      assertEquals(new Set(await obs.statuses("PATCH")), new Set([204]), "candidates are taken");
      await ann.close();
      await bob.count(badge(), 0);
      for (const client of [second, first]) {
        assertEquals((await obs.publish(client)).status, 201, `another page answers ${client}`);
        await shows(bob, "me");
        await sees(bob, STUDIO_PICTURE);
        assertEquals(await obs.end(), 200);
        await bob.count(badge(), 0);
      }
      assertEquals(await obs.publishLarge(65_536), 201, "a large offer is an offer");
      await bob.press("end-studio");
      assertEquals((await obs.publish(first, 404)).status, 404, "nobody listens");
    },
    undefined,
    NO_SOUND,
  );
}

browserTest(
  "studio: libdatachannel's VP8 into Firefox, its H.264 past one without it, and on without a server",
  ["chromium", "firefox"],
  async (testRoom) => {
    const ann = await testRoom.enter("firefox", "Ann");
    const studio = await bringIn(ann);
    const bob = await testRoom.open("chromium", `${testRoom.link}?name=Bob`);
    const media = await bob.page.evaluate(encodeMedia);
    {
      // Ann's page alone listens.
      using obs = await publishStudio(studio, media, "vp8");
      assertEquals(obs.status, 201);
      await shows(ann, "me");
      await bob.press("join");
      await shows(bob);
      await sees(bob, SCREEN);
      assertEquals(await obs.end(), 200);
      await ann.count(badge(), 0);
    }
    await bob.press("more");
    assertEquals(await studioOf(bob), studio);
    using obs = await publishStudio(studio, media, "h264");
    assertEquals(obs.status, 201);
    await shows(bob, "me");
    await sees(ann, SCREEN);
    testRoom.expect(LOST_SOCKET);
    await testRoom.server.stop("SIGKILL");
    await sees(ann, SCREEN);
    assertEquals(obs.state(), "connected", "the server is not in the stream's way");
  },
  serve,
);

for (const bridge of ["chromium", "firefox"] as const) {
  browserTestWithTurn(
    {},
    `studio: it reaches ${bridge} by the relay alone`,
    ["chromium", "firefox"],
    async (testRoom) => {
      const ann = await testRoom.open(bridge, `${testRoom.link}?name=Ann&join=1&relay=1`);
      await ann.on("call");
      const studio = await bringIn(ann);
      const bob = await testRoom.open("chromium", `${testRoom.link}?name=Bob`);
      const media = await bob.page.evaluate(encodeMedia);
      using obs = await publishStudio(studio, media, "vp8");
      assertEquals(obs.status, 201);
      assertMatch(obs.link ?? "", /^<turn:[^>]+>; rel="ice-server"; username=/);
      await shows(ann, "me");
      await bob.press("join");
      await shows(bob);
      await sees(bob, SCREEN);
    },
  );
}
