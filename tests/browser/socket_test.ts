import { words as EN } from "../../client/ui/i18n/en/words.ts";
import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { back, untouched } from "../harness/browser/reconnected_socket.ts";
import { lateIsHere } from "../harness/browser/deferred_parts.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { length, LONG } from "../harness/browser/long_runs.ts";
import { initials, meet, MIXED } from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { serve, type Server } from "../harness/browser/server.ts";
import type { Visitor } from "../harness/browser/visitor.ts";
import { until } from "../harness/browser/wait_until.ts";

/**
 * Time that signaling may take to be back: after one break, and after the server was away, when a
 * page may just have begun its longest wait (backoff.ts). How long a test waits at most.
 */
const SIGNALING_MS = 3000;
const LONGEST_WAIT_MS = 8000;
const TIMEOUT_MS = 45_000;

const EMPTY = "Content-Length: 0\r\nConnection: close\r\n\r\n";
const REFUSALS: Readonly<Record<string, string>> = {
  "502": `HTTP/1.1 502 Bad Gateway\r\n${EMPTY}`,
  "503": `HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\n${EMPTY}`,
  "200 with a page": "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n" +
    "Connection: close\r\n\r\nno",
  "a redirect": `HTTP/1.1 302 Found\r\nLocation: /\r\n${EMPTY}`,
};

/** In the short run each pair is refused in two of the ways. */
function refusalsOf(at: number): readonly string[] {
  const all = Object.values(REFUSALS);
  return LONG ? all : all.filter((_, n) => n % MIXED.length === at);
}

browserTest(
  "F16, F20: sockets come back from resets and refusals, and the call does not notice",
  BOTH,
  async (testRoom) => {
    testRoom.expect(LOST_SOCKET);
    testRoom.expect(/Unexpected response code|Failed to load resource|status code/i);
    const rows = [measurements("F16", SIGNALING_MS), measurements("F20", LONGEST_WAIT_MS)];
    await Promise.all(MIXED.map(async (pair, at) => {
      await using meeting = await meet(testRoom, pair);
      const { people, proxies } = meeting;
      await assertHealthyCall(people);
      const before = await Promise.all(people.map(connections));
      for (let round = 0; round < length(1, 10); round++) {
        const then = performance.now();
        for (const one of proxies) assert(one.reset() > 0, "nothing was reset");
        await Promise.all(proxies.map(async (one) => {
          await back(one, then);
          rows[0]?.add(initials(pair), performance.now() - then);
        }));
        await untouched(people, before);
      }
      const [, bobs] = proxies;
      for (const answer of refusalsOf(at)) {
        const known = bobs.refused();
        bobs.refuse(answer);
        assert(bobs.reset() > 0, "nothing was reset");
        await until("two refusals", () => Promise.resolve(bobs.refused() >= known + 2));
        bobs.refuse(null);
        const then = performance.now();
        await back(bobs, then);
        rows[1]?.add(initials(pair), performance.now() - then);
      }
      await untouched(people, before);
    }));
    for (const row of rows) row.print();
  },
);

if (LONG) {
  browserTest(
    "F22: over 2 kB a second and a second's delay one still gets in",
    BOTH,
    async (testRoom) => {
      const row = measurements("F22", 20_000);
      await Promise.all(MIXED.map(async (pair) => {
        await using meeting = await meet(testRoom, pair, { lobby: true });
        const { people: [ann, bob], proxies: [, bobs] } = meeting;
        // In a lobby, people are longer than that; otherwise it would go the same slow way.
        await lateIsHere(bob);
        bobs.slow({ rate: 2000, delay: 1000 });
        const then = performance.now();
        await bob.press("join");
        await assertHealthyCall([ann, bob], TIMEOUT_MS);
        row.add(initials(pair), performance.now() - then);
        assertEquals(bobs.lines.length, 1, "the page gave up a socket that was only slow");
        assert(bobs.passed.some(({ type }) => type === "welcome"), "nothing came the slow way");
        bobs.slow(null);
      }));
      row.print();
    },
  );
}

/** Waits until a page says nothing of the server. */
function forgetsServer(one: Visitor): Promise<unknown> {
  const told: readonly string[] = Object.values(EN.signaling);
  return until("no word of the server", async () => {
    return !(await one.texts(".notice")).some((sentence) => told.includes(sentence));
  }, () => one.texts(".notice"));
}

let again: Promise<Server> | null = null;

browserTest(
  "F3: the server is away: the call goes on, and who waits gets in",
  BOTH,
  async (testRoom) => {
    testRoom.expect(LOST_SOCKET);
    const rows = ["F3 signaling", "F3 newcomer"].map((row) => measurements(row, LONGEST_WAIT_MS));
    const away = length(6000, 60_000);
    const ann = await testRoom.enter("chromium", "Ann");
    const bob = await testRoom.enter("firefox", "Bob");
    const cem = await testRoom.open("chromium", `${testRoom.link}?name=Cem`);
    await cem.on("lobby");
    await assertHealthyCall([ann, bob]);
    const before = await Promise.all([ann, bob].map(connections));
    const then = performance.now();
    await testRoom.server.stop("SIGKILL");
    await cem.press("join");
    await cem.on("call");
    for (const one of [ann, bob, cem]) await one.count(".notice", 1);
    // Media tell the time: they must flow for as long as the server is away.
    while (performance.now() < then + away) await assertHealthyCall([ann, bob]);
    again = serve({ PORT: String(testRoom.server.port) });
    const server = await again;
    const answering = performance.now();
    try {
      const took = (at: number, pair: string) => () =>
        rows[at]?.add(pair, performance.now() - answering);
      await Promise.all([
        Promise.all([ann, bob].map(forgetsServer)).then(took(0, "CF")),
        assertHealthyCall([ann, bob, cem]).then(took(1, "C")),
      ]);
      // The newcomer brought connections; those of the others stayed.
      for (const [at, one] of [ann, bob].entries()) {
        const now = await connections(one);
        assert(before[at]?.every((kept) => now.includes(kept)), "a connection was rebuilt");
      }
    } finally {
      await server.stop();
    }
    for (const row of rows) row.print();
  },
  serve,
);
