import { browserTest } from "../harness/browser/test_room.ts";
import { assert, assertEquals } from "@std/assert";

const wrong: readonly (readonly [string, string])[] = [
  ["a key that is too short", "#/room/abc"],
  ["a key of other characters", `#/room/${"*".repeat(43)}`],
  ["an empty name", `#//${"A".repeat(43)}`],
  ["a name that is too long", `#/${"a".repeat(65)}/${"A".repeat(43)}`],
  ["a key that is too long", `#/room/${"A".repeat(44)}`],
];

for (const [name, fragment] of wrong) {
  browserTest(
    `links: ${name} is a bad link, and nobody is called`,
    ["chromium"],
    async (testRoom) => {
      const ann = await testRoom.open("chromium", `${testRoom.server.origin}/${fragment}`);
      await ann.on("bad-link");
      assertEquals(ann.traffic?.asked.filter((url) => url.startsWith("ws")), []);
      await ann.press("home");
      await ann.on("landing");
    },
  );
}

browserTest(
  "links: the landing page makes a room whose link another can use",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.open("chromium", testRoom.server.origin);
    await ann.on("landing");
    await ann.press("start");
    await ann.on("lobby");
    const link = ann.page.url();
    assert(/#\/[^/]+\/[\w-]{43}$/.test(link), link);
    await ann.press("join");
    await ann.on("call");
    const bob = await testRoom.open("chromium", link);
    await bob.on("lobby");
    await bob.press("join");
    await bob.on("call");
    await ann.count("[data-tile]", 2);
    await bob.count("[data-tile]", 2);
  },
);

browserTest(
  "links: a typed name opens a room that is marked as open",
  ["chromium"],
  async (testRoom) => {
    const ann = await testRoom.open("chromium", testRoom.server.origin);
    await ann.on("landing");
    // The first page's parts come a moment after its name.
    await ann.count("#room-name", 1);
    await ann.page.type("#room-name", "周会");
    await ann.page.keyboard.press("Enter");
    await ann.on("lobby");
    await ann.reads("Whoever knows its name can join");
    await ann.press("join");
    await ann.on("call");
    const bob = await testRoom.open("chromium", `${testRoom.server.origin}/#/周会?name=Bob&join=1`);
    await bob.on("call");
    await ann.count("[data-tile]", 2);
  },
);

browserTest(
  "links: join=1 puts nobody on the air in a room that this device has not entered",
  ["chromium", "firefox"],
  async (testRoom) => {
    for (const kind of ["chromium", "firefox"] as const) {
      const href = `${testRoom.link}?join=1`;
      const ann = await testRoom.open(kind, href, { stranger: true });
      await ann.on("lobby");
      await ann.press("join");
      await ann.on("call");
      await ann.page.reload();
      await ann.on("call");
    }
  },
);

browserTest("links: people with different keys do not meet", ["chromium"], async (testRoom) => {
  const { origin } = testRoom.server;
  const query = "?name=X&join=1&mic=0&cam=0";
  const ann = await testRoom.open("chromium", `${origin}/#/room/${"A".repeat(43)}${query}`);
  const bob = await testRoom.open("chromium", `${origin}/#/room/${"Q".repeat(42)}A${query}`);
  const cem = await testRoom.open("chromium", `${origin}/#/room/${"A".repeat(43)}${query}`);
  await cem.count("[data-tile]", 2);
  await ann.count("[data-tile]", 2);
  await bob.count("[data-tile]", 1);
});
