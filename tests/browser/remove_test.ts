import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { assert, assertEquals } from "@std/assert";
import { BOTH, type Kind } from "../harness/browser/browser_binaries.ts";
import { allHear, CAMERA, sees } from "../harness/browser/media_counters.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { say } from "../harness/browser/attack_scenario.ts";
import { proxySockets, type SocketProxy } from "../harness/browser/socket_proxy.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { until } from "../harness/browser/wait_until.ts";

const address = ({ page }: Visitor) => page.evaluate(() => location.href);
/** Key of the link, behind the room's name. */
const keyIn = async (one: Visitor) => /\/([\w-]{43})$/.exec(await address(one))?.[1] ?? "";

async function remove(one: Visitor, name: string): Promise<void> {
  await lateIsHere(one);
  if (await one.page.$('[data-do="tab-people"]') === null) await one.press("chat");
  await one.press("tab-people");
  await one.click(`[data-do="remove"][aria-label*="${name}"]`);
  await one.press("remove-now");
}

/** Holds back what a page proposes until it is told `release-moves`: so two proposals cross. */
function holdMoves(): void {
  const { send } = RTCDataChannel.prototype;
  let held: (() => void)[] | null = [];
  RTCDataChannel.prototype.send = function (data: never) {
    // Whoever it was for may have gone meanwhile.
    const pass = () => this.readyState === "open" && send.call(this, data);
    if (held && String(data).includes('"type":"move"')) held.push(pass);
    else pass();
  };
  addEventListener("release-moves", () => {
    for (const pass of held ?? []) pass();
    held = null;
  });
}

/** They are in this many's company, and the address has changed. */
async function moved(one: Visitor, before: string, others: number): Promise<string> {
  await until("another address", async () => await address(one) !== before, () => address(one));
  await one.count('[data-tile]:not([data-tile="me"])', others);
  return await keyIn(one);
}

/** People who see and hear each other, each behind a proxy. */
async function company(
  testRoom: TestRoom,
  kinds: readonly Kind[],
  place = room(),
  before: readonly (() => void)[] = [],
) {
  const proxies: SocketProxy[] = [];
  const people: Visitor[] = [];
  for (const [at, kind] of kinds.entries()) {
    const through = await proxySockets(testRoom.server.port);
    proxies.push(through);
    const name = ["Ann", "Bob", "Cem", "Dee", "Eli"][at];
    const link = `${through.origin}/#/${place}?name=${name}&join=1&mic=1&cam=1`;
    people.push(await testRoom.open(kind, link, { before }));
  }
  await allHear(people);
  for (const one of people) {
    // What is entered by is not what stands there after the move.
    await one.page.evaluate(() => history.replaceState(null, "", location.hash.split("?")[0]));
  }
  return {
    people,
    proxies,
    frames: () => proxies.flatMap(({ passed }) => passed.map(({ text }) => text)),
    async [Symbol.asyncDispose]() {
      for (const one of people) await one.close();
      for (const one of proxies) await one[Symbol.asyncDispose]();
    },
  };
}

const THREE = [["chromium", "firefox", "chromium"], ["firefox", "chromium", "firefox"]] as const;

for (const kinds of LONG ? THREE : THREE.slice(0, 1)) {
  browserTest(
    `${kinds.join(", ")}: the third is removed, the others go on`,
    BOTH,
    async (testRoom) => {
      await using call = await company(testRoom, kinds);
      const [ann, bob, cem] = call.people;
      assert(ann && bob && cem);
      const before = await Promise.all([ann, bob, cem].map(address));
      await remove(ann, "Cem");
      const [first, second] = [
        await moved(ann, before[0] ?? "", 1),
        await moved(bob, before[1] ?? "", 1),
      ];
      assertEquals(first, second);
      await allHear([ann, bob]);
      await bob.reads("has moved this call to a new link");
      await cem.reads("The others have left this call");
      assertEquals(await address(cem), before[2]);
      // Cem comes again by the old link, and meets nobody.
      await cem.page.reload();
      await cem.on("lobby");
      await cem.press("join");
      await cem.count("[data-tile]", 1);
      for (const one of [ann, bob]) await one.count("[data-tile]", 2);
      assertEquals(first.length, 43);
      const frames = call.frames();
      assert(frames.some((text) => text.includes("client-answer")), "no frames");
      for (const text of frames) assert(!text.includes(first.slice(0, 20)), "the key was sent");
    },
  );
}

browserTest(
  "removal: two who remove somebody at the same moment are in one room without both",
  BOTH,
  async (testRoom) => {
    const kinds = ["chromium", "firefox", "chromium", "chromium"] as const;
    await using call = await company(testRoom, kinds, room(), [holdMoves]);
    const [ann, bob, cem, dee] = call.people;
    assert(ann && bob && cem && dee);
    const before = await Promise.all(call.people.map(address));
    await remove(ann, "Cem");
    await remove(bob, "Dee");
    for (const { page } of call.people) {
      await page.evaluate(() => dispatchEvent(new Event("release-moves")));
    }
    const keys = [await moved(ann, before[0] ?? "", 1), await moved(bob, before[1] ?? "", 1)];
    assertEquals(keys[0], keys[1]);
    await allHear([ann, bob]);
    // Whoever heard of the other removal alone has followed it to where nobody is; whoever heard of
    // none stays behind.
    for (const [at, one] of [[2, cem], [3, dee]] as const) {
      await one.count("[data-tile]", 1);
      const alone = await address(one);
      assert(!alone.includes(keys[0] ?? ""), "followed");
      if (alone === before[at]) await one.reads("The others have left this call");
    }
  },
);

browserTest(
  "removal: devices, name and chat stay through a move, and an open room gets a key",
  BOTH,
  async (testRoom) => {
    await using call = await company(
      testRoom,
      ["chromium", "firefox", "chromium"],
      crypto.randomUUID(),
    );
    const [ann, bob, cem] = call.people;
    assert(ann && bob && cem);
    await lateIsHere(bob);
    await say(bob, "before the move");
    await bob.press("mic");
    const tracks = () =>
      bob.page.$eval(
        '[data-tile="me"] video',
        (video) =>
          video instanceof HTMLVideoElement && video.srcObject instanceof MediaStream
            ? video.srcObject.getTracks().map(({ id, readyState }) => `${id} ${readyState}`)
            : [],
      );
    const camera = await tracks();
    assertEquals(camera.length, 1);
    const before = await address(ann);
    await remove(ann, "Cem");
    assertEquals((await moved(ann, before, 1)).length, 43);
    await sees(ann, CAMERA);
    assertEquals(await tracks(), camera);
    await bob.count('[data-do="mic"][aria-pressed="false"]', 1);
    await bob.reads("before the move");
    // The room that leads nowhere is not among those of the first page.
    const rooms = await ann.page.evaluate(() => localStorage.getItem("visavis.rooms"));
    assertEquals(JSON.parse(rooms ?? "[]").map(({ href }: { href: string }) => href), [
      await address(ann),
    ]);
  },
);

browserTest(
  "nobody is removed while the server is away: the call would not survive it",
  ["chromium"],
  async (testRoom) => {
    await using call = await company(testRoom, ["chromium", "chromium"]);
    const [ann] = call.people;
    assert(ann);
    const before = await address(ann);
    await lateIsHere(ann);
    testRoom.expect(LOST_SOCKET);
    testRoom.expect(/ERR_|503|426/);
    for (const one of call.proxies) {
      one.refuse("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
      one.reset();
    }
    await ann.press("chat");
    await ann.press("tab-people");
    await ann.press("remove");
    await ann.reads("Nobody can be removed until it does");
    await ann.count('[data-do="remove-now"]', 0);
    assertEquals(await address(ann), before);
    // Back again, and so is the way.
    for (const one of call.proxies) one.refuse(null);
    await ann.count('[data-do="remove-now"]', 1);
  },
);
