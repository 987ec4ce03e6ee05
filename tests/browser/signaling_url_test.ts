import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { serve, type Server } from "../harness/browser/server.ts";

/** A port that is free now: each of the two servers has to know the other's. */
function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

const signaling = freePort();
let shared: Promise<Server> | null = null;

/** Its page is built for this address, which takes longer than all that is asked of it here. */
async function own(): Promise<Server> {
  const server = await (shared ??= serve({ SIGNAL_URL: `http://127.0.0.1:${signaling}` }));
  return { ...server, stop: () => Promise.resolve(KEPT) };
}

const KEPT: Deno.CommandStatus = { success: true, code: 0, signal: null };

Deno.test.afterAll(async () => void await (await shared)?.stop());

const asked = new RegExp(`^asked another host: (?:ws|http)://127\\.0\\.0\\.1:${signaling}/ws/`);

for (const kind of LONG ? BOTH : BOTH.slice(0, 1)) {
  browserTest(
    `page origins: a page whose origin the signaling does not serve says so in ${kind}`,
    [kind],
    async (testRoom) => {
      testRoom.expect(asked);
      testRoom.expect(LOST_SOCKET);
      testRoom.expect(/403/);
      const { origin, port } = testRoom.server;
      const other = await serve({ PORT: String(signaling), PAGE_ORIGINS: origin });
      try {
        // Another name of the same page is another origin, and nobody has named that.
        const query = "?name=Cem&join=1&mic=0&cam=0";
        const cem = await testRoom.open(kind, `http://localhost:${port}/#/${room()}${query}`);
        await cem.reads("The server does not serve this address.");
      } finally {
        await other.stop();
      }
    },
    own,
  );
}

browserTest(
  "check: a page whose signaling is elsewhere asks that one",
  ["chromium"],
  async (testRoom) => {
    testRoom.expect(asked);
    testRoom.expect(LOST_SOCKET);
    testRoom.expect(/Failed to load resource/);
    // The page's own server would answer; nobody serves the signaling.
    const ann = await testRoom.open("chromium", `${testRoom.server.origin}/#/check`);
    await ann.press("check");
    await ann.count('[data-topic="server"][data-verdict="silent"]', 1);
  },
  own,
);

browserTest(
  "page origins: a page of one server calls by another's signaling",
  BOTH,
  async (testRoom) => {
    testRoom.expect(asked);
    // The signaling ends before the pages do.
    testRoom.expect(LOST_SOCKET);
    const { origin } = testRoom.server;
    const other = await serve({ PORT: String(signaling), PAGE_ORIGINS: origin });
    try {
      const ann = await testRoom.enter("chromium", "Ann");
      const bob = await testRoom.enter("firefox", "Bob");
      await allHear([ann, bob]);
    } finally {
      await other.stop();
    }
  },
  own,
);
