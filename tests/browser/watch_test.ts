import { assertEquals } from "@std/assert";
import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { allHear, CAMERA, listens, sees } from "../harness/browser/media_counters.ts";
import { HEARING, NO_SOUND } from "../harness/browser/sound_server.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { until } from "../harness/browser/wait_until.ts";
import { stopBrowser } from "../harness/browser/stopped_browser.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";

/** Opens the link for watching, and watches. */
async function watch(testRoom: TestRoom, kind: Kind): Promise<Visitor> {
  const viewer = await testRoom.open(kind, `${testRoom.link}?watch=1`);
  await viewer.count("#name", 1);
  await viewer.page.type("#name", "Vera");
  await viewer.press("watch");
  return viewer;
}

/** The members that serve somebody, and those that do not. */
async function byService(members: readonly Visitor[]): Promise<[Visitor[], Visitor[]]> {
  const served = (one: Visitor) =>
    one.page.evaluate(() =>
      Number(document.querySelector<HTMLElement>("[data-served]")?.dataset["served"] ?? -1)
    );
  const counts = await until("everybody sees who watches", async () => {
    const all = await Promise.all(members.map(served));
    return all.includes(-1) || !all.some((one) => one > 0) ? null : all;
  });
  return [
    members.filter((_, at) => (counts[at] ?? 0) > 0),
    members.filter((_, at) => counts[at] === 0),
  ];
}

for (const kind of ["chromium", "firefox"] as const) {
  browserTest(
    `watch: ${kind} is served by one member, sends nothing, another takes over from one that vanishes and invites it to speak`,
    ["chromium", "firefox"],
    async (testRoom) => {
      const ann = await testRoom.enter("chromium", "Ann", { with: HEARING.with });
      const bob = await testRoom.enter("firefox", "Bob", { with: HEARING.with });
      await allHear([ann, bob]);
      const viewer = await watch(testRoom, kind);
      await sees(viewer, CAMERA);
      await listens(viewer);
      const [servers, others] = await byService([ann, bob]);
      assertEquals([servers.length, others.length], [1, 1], "one member serves it");
      for (const one of [ann, bob]) {
        await one.count('[data-viewers="1"]', 1);
        await one.count("[data-tile]", 2);
        await one.press("chat");
        await one.press("tab-people");
        await one.reads("Vera");
      }
      const connections = async (one: Visitor) =>
        (await one.inflow()).filter(({ state }) => state === "connected").length;
      assertEquals(
        [await connections(viewer), ...await Promise.all(others.map(connections))],
        [1, 1],
        "the others have no connection with a viewer",
      );
      await viewer.press("hand");
      for (const one of [ann, bob]) await one.count("[data-viewer-hand]", 1);
      await others[0]?.press("invite");
      await viewer.count('[data-do="speak"]', 1);
      for (const one of [ann, bob]) await one.count("[data-viewer-hand]", 0);
      await viewer.press("hand");
      await viewer.count('[data-do="speak"]', 0);
      const [server] = servers;
      testRoom.expect(LOST_SOCKET);
      testRoom.expect(/ICE failed/);
      if (!server) throw new Error("nobody serves");
      const ended = performance.now();
      // A page that ends tells the server; a machine that vanishes tells nobody.
      using _stopped = kind === "chromium" ? stopBrowser(server) : null;
      if (kind !== "chromium") await server.kill();
      await sees(viewer, CAMERA);
      console.log(`pictures again ${Math.round(performance.now() - ended)} ms after that`);
      const told = viewer.traffic?.received.filter((one) => one.includes('"client-away"')) ?? [];
      assertEquals(told, [], "the viewer has found out by itself");
      const [next] = await byService(others);
      assertEquals(next, others);
      await viewer.press("hand");
      await others[0]?.press("invite");
      await viewer.press("speak");
      await viewer.on("lobby");
      await others[0]?.count("[data-viewers]", 0);
      await viewer.press("join");
      await Promise.all([viewer, ...others].map((one) => sees(one, CAMERA)));
    },
    undefined,
    NO_SOUND,
  );
}
