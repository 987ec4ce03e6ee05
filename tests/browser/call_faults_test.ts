import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { allHear, CAMERA, hears, SCREEN, sees } from "../harness/browser/media_counters.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { meet } from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections, kept } from "../harness/browser/assert_healthy_call.ts";
import { paint } from "../harness/browser/painted_canvas.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';
/** A browser that can be killed without anybody else's. */
const OWN = { with: { args: ["--disable-sync"] } };
const SHOWN = 'video[data-kind="screen"]';

browserTest(
  "F23: a page without network says so, and is back with it at once",
  BOTH,
  async (testRoom) => {
    testRoom.expect(LOST_SOCKET);
    await using meeting = await meet(testRoom, ["firefox", "chromium"]);
    const { people: [ann, bob], proxies: [, proxy] } = meeting;
    await assertHealthyCall([ann, bob]);
    const before = await connections(bob);
    const session = await bob.page.createCDPSession();
    const offline = (is: boolean) =>
      session.send("Network.emulateNetworkConditions", {
        offline: is,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      });
    await session.send("Network.enable");
    await offline(true);
    proxy.refuse("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    assert(proxy.reset() > 0, "there was no socket to break");
    await bob.reads("There is no network. The page waits for it.");
    await allHear([ann, bob]);
    proxy.refuse(null);
    await offline(false);
    await bob.count('body[data-signaling="open"]', 1);
    await bob.count(".notices .notice", 0);
    await assertHealthyCall([ann, bob]);
    await kept([bob], [before], "the call was rebuilt");
  },
);

browserTest(
  "signaling: a server that has never answered is named as such",
  ["chromium"],
  async (testRoom) => {
    testRoom.expect(LOST_SOCKET);
    testRoom.expect(/502|426/);
    await using meeting = await meet(testRoom, ["chromium", "chromium"], { lobby: true });
    const { people: [, bob], proxies: [, proxy] } = meeting;
    proxy.refuse("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    // Nor does it answer the page when it asks why its socket does not open.
    await bob.page.evaluate(() => {
      const { fetch } = globalThis;
      globalThis.fetch = (input, init) =>
        `${input}`.includes("/ws/") ? Promise.reject(new TypeError("refused")) : fetch(input, init);
    });
    await bob.press("join");
    await bob.reads("The server does not answer. The page keeps trying.");
    assert(proxy.refused() > 0, "nothing was refused");
    proxy.refuse(null);
    await assertHealthyCall(meeting.people);
  },
);

browserTest(
  "F25, F65: two screens shared at once arrive, and end by the browser's own bar",
  BOTH,
  async (
    testRoom,
  ) => {
    // Firefox delivers no event that a script makes up for a captured track: Chromium's share ends.
    const ann = await testRoom.enter("chromium", "Ann", { before: [paint] });
    const bob = await testRoom.enter("firefox", "Bob", { before: [paint] });
    await assertHealthyCall([ann, bob]);
    const before = await connections(ann);
    await Promise.all([ann.press("screen"), bob.press("screen")]);
    await Promise.all([sees(ann, SCREEN), sees(bob, SCREEN)]);
    for (const one of [ann, bob]) await one.count(SHOWN, 2);
    await kept([ann], [before], "the call was rebuilt");
    assert(await ann.page.evaluate(endShare), "there was no track to end");
    for (const one of [ann, bob]) await one.count(SHOWN, 1);
    await sees(bob, CAMERA);
  },
);

browserTest(
  "F66, F67: browsers store nothing, and their clocks are wrong by a day, and jump",
  BOTH,
  async (testRoom) => {
    const people: Visitor[] = [];
    for (const kind of BOTH) {
      // Without storage no room was entered before: a link alone leads to the lobby.
      const one = await testRoom.open(kind, `${testRoom.link}?name=${kind}&join=1`, {
        before: [forbidStorage, wrongClock],
      });
      await one.on("lobby");
      await one.press("join");
      await one.on("call");
      people.push(one);
    }
    await assertHealthyCall(people);
    const before = await Promise.all(people.map(connections));
    for (const [at, one] of people.entries()) {
      await one.reads(BOTH[1 - at] ?? "");
      const wrong = await one.page.evaluate(() => Math.abs(Date.now() - performance.timeOrigin));
      assert(wrong > 80_000_000, "the clock is right");
    }
    for (const days of [1, -2]) {
      for (const one of people) await jump(one, days);
      // Longer than a page waits before it repairs what has stood still.
      for (let times = 0; times < 8; times++) await allHear(people);
    }
    await kept(people, before, "it was rebuilt");
    for (const one of people) {
      await one.count(OTHER, 1);
      await one.count('body[data-signaling="open"]', 1);
    }
  },
);

browserTest(
  "F68: a processor that is six times slower is heard first of all",
  BOTH,
  async (testRoom) => {
    const ann = await testRoom.enter("firefox", "Ann");
    const bob = await testRoom.enter("chromium", "Bob");
    await assertHealthyCall([ann, bob]);
    const before = await connections(ann);
    const session = await bob.page.createCDPSession();
    await session.send("Emulation.setCPUThrottlingRate", { rate: 6 });
    for (let times = 0; times < 5; times++) await hears(ann, 1);
    await ann.count(OTHER, 1);
    await kept([ann], [before], "the call was rebuilt");
  },
);

const STEPS = LONG ? ["client-offer", "client-answer", "client-candidate"] : ["client-answer"];

for (const step of STEPS) {
  const name = `F30, F56: a browser that dies at its ${step} leaves nothing, and comes again`;
  browserTest(name, BOTH, async (testRoom) => {
    await using meeting = await meet(testRoom, ["firefox", "chromium"], {
      lobby: true,
      entries: [{}, OWN],
    });
    const { people: [ann, bob], proxies } = meeting;
    const reached = Promise.withResolvers<void>();
    // Nothing of this step comes through: neither side gets further.
    for (const proxy of proxies) {
      proxy.rule(({ type }) => {
        if (type !== step) return [0];
        reached.resolve();
        return [];
      });
    }
    await bob.press("join");
    await reached.promise;
    await ann.count(OTHER, 1);
    await bob.kill();
    await ann.count(OTHER, 0);
    for (const proxy of proxies) proxy.rule(() => [0]);
    const back = await testRoom.open("firefox", meeting.href(1));
    await back.press("join");
    await assertHealthyCall([ann, back]);
  });
}

/** Presses the browser's own button. */
function endShare(): boolean {
  const video = document.querySelector<HTMLVideoElement>(
    '[data-tile="me"] video[data-kind="screen"]',
  );
  const stream = video?.srcObject;
  const [track] = stream instanceof MediaStream ? stream.getVideoTracks() : [];
  track?.stop();
  return track?.dispatchEvent(new Event("ended")) ?? false;
}

function jump({ page }: Visitor, days: number): Promise<void> {
  return page.evaluate((ms) => {
    Object.assign(globalThis, { wrongBy: ms });
  }, days * 86_400_000);
}

function wrongClock(): void {
  const now = Date.now.bind(Date);
  Object.assign(globalThis, { wrongBy: -86_400_000 });
  Date.now = () => now() + Number(Reflect.get(globalThis, "wrongBy"));
}

function forbidStorage(): void {
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(globalThis, name, {
      get: () => {
        throw new DOMException("no", "SecurityError");
      },
    });
  }
}
