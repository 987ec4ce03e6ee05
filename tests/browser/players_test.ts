import { assertEquals, assertMatch } from "@std/assert";
import { outerAddress } from "../harness/loopback_turn.ts";
import { paths, RELAYED } from "../harness/browser/paths.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { endpointOf } from "../harness/browser/studio_page.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import { openWhepPage } from "../harness/browser/whep_page.ts";

const PLAYERS = ["medooze", "eyevinn"] as const;

for (const [first, second] of [["chromium", "firefox"], ["firefox", "chromium"]] as const) {
  browserTest(
    `players: a page of another origin plays in ${second} by way of ${first} and of ${second}, as one of those who watch`,
    ["chromium", "firefox"],
    async (testRoom) => {
      const ann = await testRoom.enter(first, "Ann");
      const bob = await testRoom.enter(second, "Bob");
      await allHear([ann, bob]);
      await ann.press("more");
      await ann.press("let-players");
      const link = await endpointOf(ann, "players");
      assertMatch(link.url, /^http:\/\/[^/]+\/watch\/[\w-]{22}$/);
      await bob.press("more");
      assertEquals(await endpointOf(bob, "players"), link, "every member holds it");
      await using player = await openWhepPage(testRoom, second, link);
      for (const client of PLAYERS) {
        await player.play(client);
        for (const one of [ann, bob]) await one.count('[data-viewers="1"]', 1);
        assertEquals(await player.end(), 200, client);
        for (const one of [ann, bob]) await one.count("[data-viewers]", 0);
      }
      assertEquals(new Set(await player.statuses("PATCH")), new Set([204]), "candidates are taken");
      await player.play();
      await ann.close();
      await player.play("eyevinn");
      await bob.count('[data-viewers="1"][data-served="1"]', 1);
      await bob.press("end-players");
      await bob.count("[data-viewers]", 0);
      await until("nobody listens", async () => await player.post() === 404);
    },
  );
}

for (const bridge of ["chromium", "firefox"] as const) {
  browserTestWithTurn(
    { addresses: [outerAddress()] },
    `players: they play by way of ${bridge}, which the relay alone reaches`,
    ["chromium", "firefox"],
    async (testRoom) => {
      const ann = await testRoom.open(bridge, `${testRoom.link}?name=Ann&join=1&relay=1`);
      await ann.on("call");
      await ann.press("more");
      await ann.press("let-players");
      const link = await endpointOf(ann, "players");
      for (const kind of ["chromium", "firefox"] as const) {
        await using player = await openWhepPage(testRoom, kind, link);
        for (const client of PLAYERS) {
          await player.play(client);
          assertEquals((await paths(ann)).used, RELAYED.used, `${client} in ${kind}`);
          assertEquals(await player.end(), 200);
          await ann.count("[data-viewers]", 0);
        }
      }
    },
  );
}
