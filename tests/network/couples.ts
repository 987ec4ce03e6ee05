import type { Visitor } from "../harness/browser/visitor.ts";
import { begins } from "../harness/browser/media_counters.ts";
import { initials, type Pair, PAIRS } from "../harness/browser/meeting.ts";
import { assertHealthyCall, connections } from "../harness/browser/assert_healthy_call.ts";
import { room } from "../harness/browser/room_link.ts";
import type { Entry, TestRoom } from "../harness/browser/test_room.ts";

export { lasts } from "../harness/browser/wait_until.ts";

/** Two people in a room of their own. */
export interface Couple {
  readonly pair: Pair;
  readonly name: string;
  readonly people: readonly [Visitor, Visitor];
}

/** A call of two in each order of the browsers, all on one network, all well. */
export async function openCouples(
  testRoom: TestRoom,
  pairs: readonly Pair[] = PAIRS,
  entry: Entry = {},
): Promise<Couple[]> {
  const couples: Couple[] = [];
  for (const pair of pairs) {
    const link = `${testRoom.server.origin}/#/${room()}`;
    const come = async (at: 0 | 1) => {
      const href = `${link}?name=${at ? "Bob" : "Ann"}&join=1&mic=1&cam=1`;
      const visitor = await testRoom.open(pair[at], href, entry);
      await visitor.on("call");
      return visitor;
    };
    const people = [await come(0), await come(1)] as const;
    couples.push({ pair, name: initials(pair), people });
  }
  await Promise.all(couples.map(({ people }) => assertHealthyCall(people)));
  return couples;
}

/** Waits until pictures and sound come in at both; gives the ms since `then`. */
export async function flowing(
  { name, people }: Couple,
  then: number,
  within: number,
): Promise<number> {
  await Promise.all(people.map((one, at) =>
    begins(one, within).catch((error: unknown) => {
      throw new Error(`${name}, at number ${at}: ${error}`);
    })
  ));
  return performance.now() - then;
}

/** The connections of everybody, to tell later whether one was rebuilt. */
export function held(couples: readonly Couple[]): Promise<number[][]> {
  return Promise.all(couples.flatMap(({ people }) => people).map(connections));
}
