import { assert, assertEquals } from "@std/assert";
import { delayUdp } from "../harness/browser/delayed_way.ts";
import { decoded } from "../harness/browser/media_counters.ts";
import { LONG } from "../harness/browser/long_runs.ts";
import type { MessageRule } from "../harness/browser/message_faults.ts";
import { initials, meet, MIXED, PAIRS } from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import { browserTestWithTurn } from "../harness/browser/with_coturn.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Frames of pictures that are watched: some 8 s of them. */
const FRAMES = 80;
const PASS: MessageRule = () => [0];

/** Keeps what the connections and the tile have said, from now on; runs in the page. */
function keepStates(): void {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const said: string[] = [];
  Object.defineProperty(globalThis, "__said", { value: said });
  for (const pc of made) {
    pc.addEventListener("connectionstatechange", () => said.push(pc.connectionState));
  }
  const tile = document.querySelector('[data-tile]:not([data-tile="me"])');
  const look = () => said.push(tile?.getAttribute("data-connection") ?? "gone");
  if (tile) new MutationObserver(look).observe(tile, { attributeFilter: ["data-connection"] });
}

function readStates(): string[] {
  return (globalThis as unknown as { readonly __said: string[] }).__said;
}

/** Connection states other than "connected" since then, with or without a mark for quality. */
async function doubts({ page }: Visitor): Promise<string[]> {
  return (await page.evaluate(readStates)).filter((state) => !/^(connected|poor)$/.test(state));
}

for (const pair of LONG ? PAIRS : MIXED.slice(1)) {
  const name = `F44 ${initials(pair)}: a quarter of a second, more or less, is no disconnection`;
  browserTestWithTurn({}, name, ["chromium", "firefox"], async (testRoom, turn) => {
    const port = Number(/turn:127\.0\.0\.1:(\d+)/.exec(turn.env["TURN_URLS"] ?? "")?.[1]);
    await using way = await delayUdp(port, 250, 100);
    const far: MessageRule = ({ by, type, text }) => {
      if (by !== "server" || type !== "welcome" && type !== "ice") return [0];
      const message = JSON.parse(text);
      const [server] = message.iceServers;
      const iceServers = [{ ...server, urls: [`turn:127.0.0.1:${way.port}?transport=udp`] }];
      return [JSON.stringify({ ...message, iceServers })];
    };
    await using meeting = await meet(testRoom, pair, { rules: [far, PASS], query: "&relay=1" });
    const { people } = meeting;
    await assertHealthyCall(people, 60_000);
    const before = await Promise.all(people.map(connections));
    for (const { page } of people) await page.evaluate(keepStates);
    const [first = 0, second = 0] = await Promise.all(people.map(decoded));
    const passed = way.seen.passed;
    for (const [at, since] of [first, second].entries()) {
      const one = people[at === 0 ? 0 : 1];
      await until(`${FRAMES} frames`, async () => await decoded(one) >= since + FRAMES);
    }
    // The way was as bad as it says, and the call went by it.
    assert(way.seen.passed > passed + 2 * FRAMES, `${way.seen.passed - passed} datagrams`);
    assert(way.seen.overtaken > 20, `${way.seen.overtaken} overtaken`);
    for (const one of people) assertEquals(await doubts(one), []);
    await assertHealthyCall(people);
    assertEquals(await Promise.all(people.map(connections)), before, "a connection was rebuilt");
  });
}
