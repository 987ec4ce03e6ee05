import { assert, assertEquals, assertMatch } from "@std/assert";
import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { clean } from "../harness/browser/audit.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { type BuildServer, otherBuild, serveBuilds } from "../harness/browser/build_server.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { until } from "../harness/browser/wait_until.ts";
import { SUBPROTOCOL } from "../../protocol/limits.ts";
import type { Site } from "../../routes/assets.ts";
import { pack } from "../../routes/build/pack.ts";
import { loadSite } from "../../routes/build/site.ts";
import { hashOf } from "../../routes/build/source_tree.ts";

const site = await loadSite("");
const next = await otherBuild(site, "next");
const [missing = ""] = [...next.assets.keys()].filter((name) => name.startsWith("files-"));
const broken = {
  page: next.page,
  kept: site.kept && next.kept && { ...next.kept, worker: site.kept.worker },
  assets: new Map([...next.assets].filter(([name]) => name !== missing)),
};
/** The next version, which speaks another protocol with the server. */
const required = {
  ...next,
  kept: next.kept && {
    ...next.kept,
    listing: await pack(
      "build.json",
      new TextEncoder().encode(
        new TextDecoder().decode(next.kept.listing.identity).replace(SUBPROTOCOL, "another"),
      ),
    ),
  },
};
const versionOf = async ({ kept }: Site) => kept ? await hashOf(kept.listing.identity) : "";
const old = await versionOf(site);

/** Versions that the page's browser keeps, the accepted one first. */
const kept = ({ page }: Visitor) =>
  page.evaluate(async () => {
    const accepted = await (await caches.open("visavis")).match("/accepted");
    return { accepted: await accepted?.text() ?? "", caches: (await caches.keys()).sort() };
  });

const build = ({ page }: Visitor) => page.evaluate(() => document.documentElement.dataset.build);

for (const kind of BOTH) {
  const [offered, words] = kind === "chromium"
    ? [next, "can tell you the number"]
    : [required, "can no longer make calls"];
  let server: BuildServer;
  const own = () => Promise.resolve(server = serveBuilds(site));

  browserTest(
    `E11: ${kind} runs the accepted version, without a server and beside a new one, until the person takes that, and forgets it where a page has no version`,
    [kind],
    async (testRoom) => {
      testRoom.expect(LOST_SOCKET);
      testRoom.expect(/Failed to load/);
      const ann = await testRoom.open(kind, testRoom.server.origin);
      await ann.on("landing");
      const registered = await ann.page.evaluate(() => navigator.serviceWorker.getRegistrations());
      assertEquals(registered, [], "nothing is registered before the first picture");
      await until("the first version to be kept", async () => (await kept(ann)).accepted === old);

      await server.serve(null);
      await ann.page.goto(`${testRoom.link}?name=Ann&mic=0&cam=0`);
      await ann.press("join");
      await ann.on("call");
      await ann.reads("The server does not answer");
      await ann.press("chat");
      await ann.count(".panel", 1);

      await server.serve(broken);
      await ann.page.goto(`${testRoom.server.origin}/?again`);
      await ann.on("landing");
      const before = server.asked.length;
      const tried = () => server.asked.slice(before).some((one) => one.includes(missing));
      await until("the missing file to be asked for", () => Promise.resolve(tried()));
      await until("what is not whole to be given up", async () => {
        return (await kept(ann)).caches.join() === `visavis,visavis-${old}`;
      });
      await ann.count(".update", 0);

      await server.serve(offered);
      const fresh = await versionOf(offered);
      await ann.page.reload();
      await ann.count(".update", 1);
      assertEquals(await build(ann), undefined);
      await clean(ann, "the notice");
      const said = await ann.page.$eval(".update", ({ textContent }) => textContent ?? "");
      const groups = (version = "") => version.slice(0, 32).replace(/.{4}(?=.)/g, "$& ");
      for (const part of [groups(old), groups(fresh), words]) assert(said.includes(part), said);
      await ann.press("start");
      await ann.press("join");
      await ann.on("call");
      await ann.count(".update", 0);
      await ann.press("leave");
      await ann.count(".update", 1);
      const waits = await ann.page.evaluate(async () => {
        return (await navigator.serviceWorker.getRegistration())?.waiting?.state;
      });
      assertEquals(waits, "installed", "a changed worker waits, too");

      await Promise.all([ann.page.waitForNavigation(), ann.press("take-update")]);
      await until("the new version to run", async () => await build(ann) === "next");
      assertMatch((await kept(ann)).accepted, new RegExp(`^${fresh} `));
      const [, key = ""] = /\/([^/]+)$/.exec(testRoom.link) ?? [];
      assert(key.length > 16 && !server.asked.some((one) => one.includes(key)));

      // Another program at this address: the accepted version runs until the person lets it go.
      await server.serve({ ...site, kept: null });
      await ann.page.reload();
      await ann.count('[data-update="unnamed"]', 1);
      assertEquals(await build(ann), "next");
      await clean(ann, "the notice of a page without a version");
      await Promise.all([ann.page.waitForNavigation(), ann.press("take-update")]);
      await until("what is served to run", async () => await build(ann) === undefined);
      assertEquals(await kept(ann), { accepted: "", caches: ["visavis"] });
    },
    own,
  );
}
