import { assertEquals, assertMatch } from "@std/assert";
import { allHear, CAMERA, listens, SCREEN, sees } from "../harness/browser/media_counters.ts";
import { encodeMedia } from "../harness/browser/encoded_media.ts";
import { serve } from "../harness/browser/server.ts";
import { HEARING, NO_SOUND } from "../harness/browser/sound_server.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { until } from "../harness/browser/wait_until.ts";
import { openWhipPage, type StudioLink } from "../harness/browser/whip_page.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { publishStudio } from "../harness/studio_publisher.ts";

const badge = (by = "") => by ? `[data-studio-by="${by}"]` : "[data-studio-by]";

/** Has this page make a studio. */
async function bringIn(visitor: Visitor): Promise<StudioLink> {
  await visitor.press("more");
  await visitor.press("bring-studio");
  return await studioOf(visitor);
}

/** Address and token of the studio that this page shows. */
async function studioOf({ page }: Visitor): Promise<StudioLink> {
  const read = async (name: string) => {
    const field = await page.waitForSelector(`[data-studio-field="${name}"]`);
    return await field?.evaluate((one) => one instanceof HTMLInputElement && one.value) || "";
  };
  return { url: await read("url"), token: await read("token") };
}

/** Waits until pictures of a publisher come in by a connection of the studio's own. */
const shows = async (visitor: Visitor, by?: string) => {
  await until(
    `${by ?? "a member"} shows the studio`,
    async () => await visitor.page.$(badge(by)) !== null,
  );
};

for (const [bridge, watcher] of [["chromium", "firefox"], ["firefox", "chromium"]] as const) {
  browserTest(
    `studio: a page of another origin comes in by ${bridge}, ${watcher} decodes it and takes over`,
    ["chromium", "firefox"],
    async (testRoom) => {
      // What Bob hears of Ann, who is muted, is the studio.
      const ann = await testRoom.enter(bridge, "Ann", { ...HEARING, mic: 0 });
      const bob = await testRoom.enter(watcher, "Bob");
      await sees(bob, CAMERA);
      const studio = await bringIn(ann);
      assertMatch(studio.url, /^http:\/\/[^/]+\/studio\/[\w-]{22}$/);
      await bob.press("more");
      assertEquals(await studioOf(bob), studio, "every member holds it");
      await using obs = await openWhipPage(testRoom, "chromium", studio);
      const { status, location, tag } = await obs.publish();
      assertEquals([status, tag], [201, `"${location.split("/").at(-1)}"`]);
      await shows(bob);
      await sees(bob, SCREEN);
      await listens(bob);
      assertEquals((await obs.publish()).status, 409, "one publisher at a time");
      await ann.close();
      await until("another page answers", async () => (await obs.publish()).status === 201);
      await shows(bob, "me");
      assertEquals(await obs.end(), 200);
      await bob.count(badge(), 0);
      await bob.press("end-studio");
      await until("nobody listens", async () => (await obs.publish()).status === 404);
    },
    undefined,
    NO_SOUND,
  );
}

browserTest(
  "studio: libdatachannel's H.264 goes past a Firefox without it, its VP8 into Firefox, and on without a server",
  ["chromium", "firefox"],
  async (testRoom) => {
    const ann = await testRoom.enter("firefox", "Ann");
    const bob = await testRoom.enter("chromium", "Bob");
    await allHear([ann, bob]);
    const studio = await bringIn(ann);
    await bob.press("more");
    assertEquals(await studioOf(bob), studio);
    const media = await bob.page.evaluate(encodeMedia);
    {
      using obs = await publishStudio(studio, media, "h264");
      assertEquals(obs.status, 201);
      await shows(ann);
      await sees(ann, SCREEN);
      assertEquals(obs.state(), "connected");
      assertEquals(await obs.end(), 200);
      await ann.count(badge(), 0);
    }
    using obs = await publishStudio(studio, media, "vp8");
    assertEquals(obs.status, 201);
    await shows(bob);
    await sees(bob, SCREEN);
    testRoom.expect(/ERR_CONNECTION_REFUSED|WebSocket|establish/);
    await testRoom.server.stop("SIGKILL");
    await sees(bob, SCREEN);
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
      const bob = await testRoom.enter("chromium", "Bob");
      await allHear([ann, bob]);
      const studio = await bringIn(ann);
      const media = await bob.page.evaluate(encodeMedia);
      using obs = await publishStudio(studio, media, "vp8");
      assertEquals(obs.status, 201);
      assertMatch(obs.link ?? "", /^<turn:[^>]+>; rel="ice-server"; username=/);
      await shows(bob);
      await sees(bob, SCREEN);
    },
  );
}
