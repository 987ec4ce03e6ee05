import { assert, assertEquals } from "@std/assert";
import { random } from "../../../client/call/security/base64url.ts";
import { deriveSeal } from "../../../client/call/security/seal.ts";
import { assertHealthyCall, connections } from "./assert_healthy_call.ts";
import { type AttackerPage, openAttackerPage } from "./attacker_page.ts";
import { meet, type Meeting, type Pair, type Plan } from "./meeting.ts";
import type { TestRoom } from "./test_room.ts";
import { until } from "./wait_until.ts";
import type { Visitor } from "./visitor.ts";

/** Message types that hold an SDP. */
export const DESCRIPTION = /^client-(offer|answer)$/;
/** A line that is said in the call, to be looked for where it must not be. */
export const SECRET = "the quick brown fox 42";

/** A server with an attacker in it, who has the key or has not. */
export async function openAttack(testRoom: TestRoom, with_: "the key" | "no key") {
  const key = random(32);
  const seal = await deriveSeal("test", with_ === "the key" ? key : random(32));
  return { place: `test/${key}`, attacker: await openAttackerPage(testRoom, seal) };
}

/** The two people's ids, from what the server has told them. */
export async function idsOf({ proxies }: Meeting): Promise<[string, string]> {
  const of = (at: 0 | 1) =>
    until("a welcome", () => {
      const welcome = proxies[at].passed.find(({ type }) => type === "welcome");
      return Promise.resolve(welcome && String(JSON.parse(welcome.text).id));
    });
  return [await of(0), await of(1)];
}

/** Two people whose call is healthy, and what it was before anything is tried. */
export interface HealthyMeeting extends Meeting {
  /** The connections of each. */
  readonly before: readonly number[][];
  readonly ids: readonly [string, string];
}

/** Lets two people come, and waits until each sees and hears the other. */
export async function meetHealthy(
  testRoom: TestRoom,
  pair: Pair,
  plan?: Plan,
): Promise<HealthyMeeting> {
  await using parts = new AsyncDisposableStack();
  const meeting = parts.use(await meet(testRoom, pair, plan));
  await assertHealthyCall(meeting.people);
  const before = await Promise.all(meeting.people.map(connections));
  const ids = await idsOf(meeting);
  parts.move();
  return { ...meeting, before, ids };
}

/** How the tiles of the others stand. */
export const tiles = ({ page }: Visitor) =>
  page.$$eval(
    '[data-tile]:not([data-tile="me"])',
    (found) => found.map((tile) => tile.getAttribute("data-connection")),
  );

export async function say(one: Visitor, text: string): Promise<void> {
  await one.press("chat");
  await one.write(text);
  await one.page.keyboard.press("Enter");
}

/** Nothing of the call has reached the attacker, and the attacker has reached nobody. */
export async function powerless(attacker: AttackerPage): Promise<void> {
  const { states, bytes, heard } = await attacker.report();
  assert(!states.includes("connected"), `${states}`);
  assertEquals([bytes, heard], [0, []]);
}

/** The numbers that the open panel shows for the only other one. */
export function codeOn({ page }: Visitor): Promise<string> {
  return until("a code", async () => {
    const [text] = await page.$$eval(
      "[data-code] output",
      (all) => all.map((one) => one.innerText),
    );
    return text && /^\d{4} \d{4} \d{4}$/.test(text) ? text : null;
  });
}
