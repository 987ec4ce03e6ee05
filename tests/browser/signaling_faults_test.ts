import { LOST_SOCKET } from "../harness/browser/complaints.ts";
import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert } from "@std/assert";
import { seeded } from "../fakes/seeded_random.ts";
import { measurements } from "../harness/browser/measurements.ts";
import { length, LONG, seeds } from "../harness/browser/long_runs.ts";
import type { MessageRule, Side } from "../harness/browser/message_faults.ts";
import {
  initials,
  meet,
  type Meeting,
  MIXED,
  type Pair,
  PAIRS,
  type Plan,
} from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections, kept } from "../harness/browser/assert_healthy_call.ts";
import { pool } from "../harness/browser/pool.ts";
import type { SocketProxy } from "../harness/browser/socket_proxy.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

/** Pages of this many rooms share the machine; most of the time they wait. */
const WIDTH = 2;
const DESCRIPTION = /^client-(offer|answer)$/;
/** How long F26 holds a description back for a candidate at most, in ms. */
const HELD_MS = 3000;
/** Each browser on each side once; `long` takes the pairs of one browser, too. */
const SOME = LONG ? PAIRS : MIXED;
/** The messages of a set-up; others, such as signs of life, are left alone. */
const SETUP = /^(welcome|client-(call|offer|answer|candidate))$/;

/** Lets two people meet, waits until all is well, and leaves. */
async function run(
  testRoom: TestRoom,
  pair: Pair,
  plan: Plan,
  within: number,
  proof: (meeting: Meeting) => void,
): Promise<number> {
  await using meeting = await meet(testRoom, pair, plan);
  await assertHealthyCall(meeting.people, within);
  const took = meeting.elapsed();
  proof(meeting);
  return took;
}

/** On its way to a page a description lets the next candidate go first. */
function holdDescriptions(): { readonly rule: MessageRule; readonly overtaken: () => boolean } {
  let candidate = Promise.withResolvers<void>();
  let overtaken = false;
  const rule: MessageRule = ({ by, type }) => {
    if (by === "server" && type === "client-candidate") candidate.resolve();
    if (by === "page" || !DESCRIPTION.test(type)) return [0];
    candidate = Promise.withResolvers();
    const late = Promise.withResolvers<void>();
    setTimeout(late.resolve, HELD_MS);
    const first = candidate.promise.then(() => true);
    const released = Promise.race([first, late.promise.then(() => false)]);
    return [released.then((went) => void (overtaken ||= went))];
  };
  return { rule, overtaken: () => overtaken };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** Offers of this page but for repeats of one that had no answer yet. */
function newOffers({ passed }: SocketProxy): number {
  let [count, open] = [0, false];
  for (const { by, type } of passed) {
    if (by === "page" && type === "client-offer") {
      if (!open) count++;
      open = true;
    } else if (by === "server" && type === "client-answer") open = false;
  }
  return count;
}

const lost = ({ passed }: SocketProxy) => passed.filter(({ copies }) => copies === 0).length;

browserTest("F24: two who join in the same moment make one connection", BOTH, async (testRoom) => {
  // While the other page loads on a busy machine, the first may ask why nobody welcomes it.
  testRoom.expect(LOST_SOCKET);
  testRoom.expect(/426/);
  const row = measurements("F24", 5000);
  const jobs = SOME.flatMap((pair) => Array<Pair>(length(1, 50)).fill(pair));
  await pool(jobs, 2, async (pair) => {
    const gate = Promise.withResolvers<void>();
    const rule: MessageRule = ({ by }) => by === "server" ? [gate.promise] : [0];
    await using meeting = await meet(testRoom, pair, { rules: [rule, rule] });
    // Both are told of each other in one turn of the event loop.
    await until("two welcomes held", () => {
      return Promise.resolve(meeting.proxies.every(({ passed }) => passed.length > 0));
    });
    gate.resolve();
    await assertHealthyCall(meeting.people);
    row.add(initials(pair), meeting.elapsed());
    // A page that was kept waiting has asked again and is welcomed twice, which is a greeting more.
    const welcomes = meeting.proxies.map(({ passed }) =>
      passed.filter(({ by, type }) => by === "server" && type === "welcome").length
    );
    const offers = meeting.proxies.map(newOffers);
    assert(offers.every((count) => count <= sum(welcomes) - 1), `${offers} offers of ${welcomes}`);
  });
  row.print();
});

if (LONG) {
  browserTest(
    "F26: candidates that come before their description are kept for it",
    BOTH,
    async (testRoom) => {
      const row = measurements("F26", 15_000);
      await pool(SOME, WIDTH, async (pair) => {
        const held = [holdDescriptions(), holdDescriptions()];
        const rules = held.map(({ rule }) => rule);
        const took = await run(testRoom, pair, { rules }, 25_000, () => {
          assert(held.some(({ overtaken }) => overtaken()), "no candidate overtook a description");
        });
        row.add(initials(pair), took);
      });
      row.print();
    },
  );
}

browserTest("F27: whichever message of the set-up is lost, it connects", BOTH, async (testRoom) => {
  const row = measurements("F27", 15_000);
  // What a page sends is lost to the other one, whether before the server or behind it.
  const sides: readonly Side[] = LONG ? ["page", "server"] : ["server"];
  const jobs = ([0, 1] as const).flatMap((who) =>
    sides.flatMap((by) => (LONG ? PAIRS : [MIXED[who]]).map((pair) => ({ who, by, pair })))
  );
  await pool(jobs, WIDTH, async ({ who, by, pair }) => {
    let k = 0;
    for (let injected = true; injected; k++) {
      const rules = [PASS, PASS].map((pass, at) => at === who ? losing(k, by) : pass);
      const took = await run(testRoom, pair, { rules }, 25_000, ({ proxies }) => {
        injected = lost(proxies[who]) === 1;
      });
      if (injected) row.add(initials(pair), took);
    }
    assert(k > 1, "nothing was lost");
  });
  row.print();
});

browserTest("F28: messages that come twice change nothing", BOTH, async (testRoom) => {
  const row = measurements("F28", 15_000);
  const twice: MessageRule = () => [0, 0];
  await pool(SOME, WIDTH, async (pair) => {
    await using meeting = await meet(testRoom, pair, { rules: [twice, twice] });
    await assertHealthyCall(meeting.people);
    row.add(initials(pair), meeting.elapsed());
    assert(meeting.proxies.every(({ passed }) => passed.some(({ copies }) => copies === 2)));
    const before = await Promise.all(meeting.people.map(connections));
    await assertHealthyCall(meeting.people);
    await kept(meeting.people, before, "it was rebuilt");
  });
  row.print();
});

if (LONG) {
  browserTest(
    "F29: messages that overtake each other by seconds connect in the end",
    BOTH,
    async (testRoom) => {
      const row = measurements("F29", 20_000);
      await pool(seeds(length(2, 200)), WIDTH + 1, async (seed) => {
        const pair = SOME[seed % SOME.length] ?? MIXED[0];
        const random = seeded(seed);
        const rules = [late(random), late(random)];
        try {
          const took = await run(testRoom, pair, { rules }, 30_000, ({ proxies }) => {
            assert(proxies.every(({ passed }) => passed.length > 1), "nothing was late");
          });
          row.add(initials(pair), took);
        } catch (error) {
          console.log(`F29 ${initials(pair)} failed; again with VISAVIS_SEEDS=${seed}`);
          throw error;
        }
      });
      row.print();
    },
  );
}

if (LONG) {
  browserTest(
    "F31: a description that was tampered with is dropped, and made anew",
    BOTH,
    async (testRoom) => {
      const row = measurements("F31", 15_000);
      const types = ["client-offer", "client-answer"] as const;
      const jobs = MIXED.flatMap((pair, at) =>
        (LONG ? types : [types[at]]).map((type) => ({ pair, type }))
      );
      await pool(jobs, WIDTH, async ({ pair, type }) => {
        let damaged = 0;
        const damage: MessageRule = (message) => {
          if (message.by === "page" || message.type !== type || damaged++ > 0) return [0];
          const { sealed, ...rest } = JSON.parse(message.text);
          return [JSON.stringify({ ...rest, sealed: flip(sealed, 100) })];
        };
        const took = await run(testRoom, pair, { rules: [damage, damage] }, 25_000, () => {
          assert(damaged >= 1, "nothing was damaged");
        });
        row.add(initials(pair), took);
      });
      row.print();
    },
  );
}

const PASS: MessageRule = () => [0];

/** Loses the k-th message of the set-up that this side says. */
function losing(k: number, side: Side): MessageRule {
  let at = 0;
  return ({ by, type }) => by === side && SETUP.test(type) && at++ === k ? [] : [0];
}

/** Every message is late once, on its way to a page; only the welcome is never overtaken. */
function late(random: () => number): MessageRule {
  let welcomed = 0;
  return ({ by, type }) => {
    if (by === "page") return [0];
    const now = performance.now();
    const wait = Math.ceil(random() * 5000);
    if (type === "welcome") welcomed = now + wait;
    return [Math.max(wait, Math.ceil(welcomed - now))];
  };
}

/** Another character of base64url in this place. */
function flip(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}
