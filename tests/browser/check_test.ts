import { LONG } from "../harness/browser/long_runs.ts";
import { assertEquals, assertMatch } from "@std/assert";
import { BOTH, type Kind } from "../harness/browser/browser_binaries.ts";
import { browserTest, type Entry, type TestRoom } from "../harness/browser/test_room.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** A check that has come to its end: topic → verdict, and the page it stands on. */
async function check(testRoom: TestRoom, kind: Kind, entry: Entry = {}) {
  const ann = await testRoom.open(kind, `${testRoom.server.origin}/#/check`, entry);
  await ann.press("check");
  // Firefox says so on its console when a call does not connect.
  testRoom.expect(/WebRTC: ICE failed/);
  const done = () =>
    ann.page.evaluate(() => document.querySelector('[data-do="copy-report"]') !== null);
  await until("the check to end", done, () => verdictsOf(ann), 90_000);
  return { ann, verdicts: await verdictsOf(ann) };
}

function verdictsOf({ page }: Visitor): Promise<Record<string, string>> {
  return page.$$eval("[data-topic]", (lines) =>
    Object.fromEntries(
      lines.map((line) => [line.getAttribute("data-topic"), line.getAttribute("data-verdict")]),
    ));
}

/** A page by plain HTTP has no clipboard. */
function withoutClipboard(): void {
  Object.defineProperty(navigator, "clipboard", { value: undefined });
}

/** A browser whose list of blocked ports is longer than the server's. */
function blockPort2(): void {
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(config?: RTCConfiguration) {
      if (/:2\?/.test(JSON.stringify(config?.iceServers ?? []))) throw new SyntaxError("port");
      super(config);
    }
  };
}

const DEVICES = { secure: "secure", browser: "capable", camera: "picture", speaker: "listen" };

/** The same in both browsers at once, since most of a check is waiting. */
const inBoth = (run: (kind: Kind) => Promise<void>) => Promise.all(BOTH.map(run));

browserTest(
  "check: on a server without a relay all that is there works",
  BOTH,
  async (testRoom) => {
    await inBoth(async (kind) => {
      const { ann, verdicts } = await check(testRoom, kind, { before: [withoutClipboard] });
      assertEquals(verdicts, {
        ...DEVICES,
        microphone: "heard",
        server: "answers",
        direct: "direct",
        udp: "relay-none",
        speed: "speed-here",
      });
      // What the browser does not copy lies there to be copied, selected.
      await ann.press("copy-report");
      await ann.count("textarea.report", 1);
      const report = await ann.page.$eval("textarea.report", (field) => {
        return field.value.slice(field.selectionStart, field.selectionEnd);
      });
      assertMatch(report, /^visavis check, .*\nsecure: secure\n(.*\n)*speed: speed-here/);
    });
  },
);

browserTestWithTurn({}, "check: a relay by UDP and TCP", BOTH, async (testRoom) => {
  await inBoth(async (kind) => {
    const { ann, verdicts } = await check(testRoom, kind);
    const { udp, tcp, tls, speed } = verdicts;
    assertEquals({ udp, tcp, tls }, { udp: "relay-works", tcp: "relay-works", tls: "relay-unset" });
    assertMatch(String(speed), /^speed-(good|thin|lossy)$/);
    await ann.reads("through the relay");
  });
});

const different = { secret: "another secret than the service has here today" };
browserTestWithTurn(
  different,
  "check: service and coturn have different secrets",
  BOTH,
  async (testRoom) => {
    await inBoth(async (kind) => {
      const { ann, verdicts: { udp, tcp } } = await check(testRoom, kind);
      assertEquals([udp, tcp], ["relay-refused", "relay-refused"]);
      await ann.reads("TURN_SECRET and coturn's static-auth-secret differ");
      await ann.reads("Something keeps calls from working well");
    });
  },
);

browserTestWithTurn(
  { lines: ["no-udp"] },
  "check: UDP is blocked, TCP is not",
  BOTH,
  async (testRoom) => {
    await inBoth(async (kind) => {
      const { ann, verdicts: { udp, tcp } } = await check(testRoom, kind);
      assertEquals([udp, tcp], ["udp-blocked", "relay-works"]);
      await ann.reads("UDP is blocked here; calls go over TCP.");
    });
  },
);

const closed = {
  urls: () => ["turn:127.0.0.1:2?transport=udp", "turn:127.0.0.1:2?transport=tcp"],
};
browserTestWithTurn(
  closed,
  "check: the relay's port is closed, or refused by the browser",
  BOTH,
  async (testRoom) => {
    await inBoth(async (kind) => {
      const { ann, verdicts: { udp, tcp } } = await check(testRoom, kind);
      assertEquals([udp, tcp], ["relay-silent", "relay-silent"]);
      await ann.reads("TURN does not answer.");
    });
    await inBoth(async (kind) => {
      const { ann, verdicts: { udp, tcp } } = await check(testRoom, kind, { before: [blockPort2] });
      assertEquals([udp, tcp], ["relay-odd", "relay-odd"]);
      await ann.reads("finds it in TURN_URLS");
    });
  },
);

if (LONG) {
  browserTestWithTurn(
    { lines: ["user-quota=1"] },
    "check: the relay is full",
    BOTH,
    async (testRoom) => {
      for (const kind of BOTH) {
        const { verdicts: { udp, tcp } } = await check(testRoom, kind);
        assertEquals([udp, tcp], ["relay-full", "relay-full"]);
      }
    },
  );
}
