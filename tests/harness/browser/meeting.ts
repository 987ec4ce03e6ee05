import type { Kind } from "./browser_binaries.ts";
import type { MessageRule } from "./message_faults.ts";
import { proxySockets, type SocketProxy } from "./socket_proxy.ts";
import { room } from "./room_link.ts";
import type { Entry, TestRoom } from "./test_room.ts";
import type { Server } from "./server.ts";
import type { Visitor } from "./visitor.ts";
import { until } from "./wait_until.ts";

/** Browsers of a meeting: the one that is there first, and the one that comes. */
export type Pair = readonly [Kind, Kind];

/** The four orders of two browsers. */
export const PAIRS: readonly Pair[] = [
  ["chromium", "chromium"],
  ["chromium", "firefox"],
  ["firefox", "chromium"],
  ["firefox", "firefox"],
];

/** The two in which different browsers meet. */
export const MIXED: readonly [Pair, Pair] = [["chromium", "firefox"], ["firefox", "chromium"]];

/** `CF`: Chromium first, Firefox comes. */
export function initials(pair: Pair): string {
  return pair.map((kind) => kind.slice(0, 1).toUpperCase()).join("");
}

/** Two people in a room of their own, each behind a proxy. */
export interface Meeting extends AsyncDisposable {
  readonly people: readonly [Visitor, Visitor];
  readonly proxies: readonly [SocketProxy, SocketProxy];
  /** The link by which this one came. */
  href(at: 0 | 1): string;
  /** Ms since the second one set out. */
  elapsed(): number;
}

/** How they come. */
export interface Plan {
  /** For each of the two. */
  readonly rules?: readonly MessageRule[];
  /** The room, as `name/key`; otherwise one of their own. */
  readonly place?: string;
  /** The servers of the two; otherwise the test room's. */
  readonly servers?: readonly [Pick<Server, "port">, Pick<Server, "port">];
  /** VisitOptions of each of the two. */
  readonly entries?: readonly [Entry, Entry];
  /** The first one has left a standing offer when the second one comes. */
  readonly waits?: boolean;
  /** The second one stays in the lobby. */
  readonly lobby?: boolean;
  /** More for the links of both, such as `&relay=1`. */
  readonly query?: string;
}

/** Lets two people come, one after the other, without waiting for them to connect. */
export async function meet(testRoom: TestRoom, pair: Pair, plan: Plan = {}): Promise<Meeting> {
  const [first, second] = plan.servers ?? [testRoom.server, testRoom.server];
  const proxies = [await proxySockets(first.port), await proxySockets(second.port)] as const;
  const place = plan.place ?? room();
  plan.rules?.forEach((rule, at) => proxies[at]?.rule(rule));
  const lobby = (at: 0 | 1) => at === 1 && plan.lobby === true;
  const href = (at: 0 | 1) => {
    const query = `?name=${at ? "Bob" : "Ann"}&mic=1&cam=1${lobby(at) ? "" : "&join=1"}`;
    return `${proxies[at].origin}/#/${place}${query}${plan.query ?? ""}`;
  };
  const come = async (at: 0 | 1) => {
    const visitor = await inTurn(() => testRoom.open(pair[at], href(at), plan.entries?.[at]));
    await visitor.on(lobby(at) ? "lobby" : "call");
    return visitor;
  };
  const ann = await come(0);
  if (plan.waits) await standing(proxies[0], 1);
  let began = performance.now();
  const bob = await come(1);
  if (plan.lobby) began = performance.now();
  return {
    people: [ann, bob],
    proxies,
    href,
    elapsed: () => performance.now() - began,
    async [Symbol.asyncDispose]() {
      for (const one of [ann, bob]) await inTurn(() => one.close());
      await Promise.all(proxies.map((one) => one[Symbol.asyncDispose]()));
    },
  };
}

/** Waits until a page has left so many standing offers; gives the newest, as it is sealed. */
export function standing({ passed }: SocketProxy, count: number): Promise<string> {
  return until("a standing offer", () => {
    const all = passed.filter(({ by, type, text }) =>
      by === "page" && type === "client-standing-offer" && text.includes('"sealed"')
    );
    const newest = all.length >= count ? all.at(-1) : undefined;
    return Promise.resolve(newest && String(JSON.parse(newest.text).sealed));
  });
}

let turn: Promise<unknown> = Promise.resolve();

/** One after the other: pages that open and close at once hold each other up in Firefox. */
function inTurn<T>(run: () => Promise<T>): Promise<T> {
  const mine = turn.then(run, run);
  turn = mine.catch(() => {});
  return mine;
}
