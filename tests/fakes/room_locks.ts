import { assert } from "@std/assert";
import { createRoomLock, type RoomLock } from "../../client/call/moderation/room_lock.ts";
import { knockBody, type KnockMessage } from "../../client/call/moderation/knock.ts";
import type { Envelope } from "../../client/call/security/envelope.ts";
import type { ControlMessage, LockMessage } from "../../client/call/messages/group_control.ts";
import type { Policy } from "../../client/call/room/policy.ts";
import { openLockStorage } from "../../client/call/moderation/lock_storage.ts";
import type { Member } from "../../client/call/room/member.ts";
import type { ChannelMessage } from "../../client/call/messages/peer_channel.ts";
import type { LockView } from "../../client/state/moderation.ts";
import { fakeClock } from "./clock.ts";
import { fakePolicy } from "./connections.ts";
import { FakeStorage } from "./storage.ts";

export const idOf = (name: string) => name.padEnd(22, "_");
const keyOf = (name: string) => name.padEnd(87, "k");

interface Link {
  setup: number | null;
  readonly pair: Member;
}

interface Page {
  readonly name: string;
  readonly identityKey: string;
  readonly policy: Policy;
  readonly links: Map<string, Link>;
  readonly roomLock: RoomLock;
  shown: LockView | null;
  /** Receivers of its envelopes, and the word in each. */
  readonly wrote: string[];
}

/** Tried again after so many half seconds. */
const RETRY = 10;

/** Pages of one room whose messages arrive in order for each two, and in any order otherwise. */
export function fakePages(random: () => number = () => 0) {
  const clock = fakeClock();
  const life = new AbortController();
  const pages = new Map<string, Page>();
  const stays = new Map<string, AbortController>();
  /** Kept over a reload. */
  const storages = new Map<string, Storage>();
  const queues = new Map<string, (() => void)[]>();
  let halfSeconds = 0;
  /** Pairs that were connected once. */
  const met = new Set<string>();
  /** Pairs that no connection comes about for. */
  const apart = new Set<string>();

  function page(name: string): Page {
    const found = pages.get(name);
    assert(found, name);
    return found;
  }

  const named = (id: string) => id.replaceAll("_", "");
  const linked = (a: string, b: string) => pages.get(a)?.links.get(idOf(b))?.setup != null;

  function post(from: string, to: string, deliver: (there: Page) => void): void {
    const queue = queues.get(from + to) ?? [];
    queues.set(from + to, queue);
    queue.push(() => {
      const there = pages.get(to);
      if (there) deliver(there);
    });
  }

  function envelopeOf(from: Page, said?: KnockMessage): Envelope {
    const body = said ? knockBody(said) : { connection: "p".repeat(22), candidates: [] };
    const sessionInfo = {
      sessionId: "s".repeat(22),
      identityKey: from.identityKey,
      fingerprint: "f".repeat(43),
    };
    return { session: sessionInfo, seq: 1, message: { kind: "client-candidate", body } };
  }

  /** An offer or a request for one: both connect unless one of them bars the other. */
  function call(from: string, to: string): void {
    post(from, to, (there) => {
      const here = pages.get(from);
      if (!here || apart.has(from + to) || apart.has(to + from)) return;
      if (there.policy.rejects(idOf(from), envelopeOf(here))) return;
      if (here.policy.rejects(idOf(to), envelopeOf(there))) return;
      for (const [one, other] of [[here, to], [there, from]] as const) {
        linkOf(one, other).setup ??= 1;
        met.add(one.name + other);
      }
    });
  }

  function linkOf(one: Page, other: string): Link {
    const known = one.links.get(idOf(other));
    if (known) return known;
    const connection = {
      state: () => "connected",
      partner: () => ({ sessionInfo: { identityKey: page(other).identityKey } }),
    };
    const peer = {
      id: idOf(other),
      about: () => ({ name: other }),
      connection: () => linked(one.name, other) ? connection : null,
      sees: (id: string) => linked(one.name, other) && linked(other, named(id)),
      reconnect: () => call(one.name, other),
      send(said: ChannelMessage | ControlMessage) {
        if (!linked(one.name, other)) return false;
        post(one.name, other, (there) => {
          if (said.type === "bye") there.links.delete(idOf(one.name));
          else if (linked(other, one.name) && /^(lock|admit|deny)$/.test(said.type)) {
            there.roomLock.receive(idOf(one.name), one.name, said as LockMessage);
          }
        });
        return true;
      },
    };
    const link: Link = { setup: null, pair: null as unknown as Member };
    const pair = Object.defineProperty({ peer, late: false }, "setup", { get: () => link.setup });
    Object.assign(link, { pair });
    one.links.set(idOf(other), link);
    return link;
  }

  /** Comes into the room, as the server tells all. */
  function join(name: string, identityKey = keyOf(name)): Page {
    // Of a browser's tab: who has another key has another one.
    const storage = storages.get(name + identityKey) ?? new FakeStorage();
    storages.set(name + identityKey, storage);
    const stay = new AbortController();
    stays.set(name, stay);
    const policy = fakePolicy(
      () => [...made.links.keys()].filter((id) => linked(name, named(id))),
      (id) => call(name, named(id)),
    );
    const came = {
      name,
      identityKey,
      policy,
      links: new Map<string, Link>(),
      shown: null,
      wrote: [],
    };
    const made: Page = Object.assign(came, { roomLock: null as unknown as RoomLock });
    pages.set(name, made);
    for (const other of pages.keys()) {
      if (other === name) continue;
      linkOf(made, other);
      // The server tells those who are there.
      post(name, other, (there) => {
        if (!there.policy.rejects(idOf(name))) linkOf(there, name);
      });
      call(name, other);
    }
    const roomLock = createRoomLock({
      me: { id: idOf(name), identityKey },
      name: () => name,
      members: {
        ensure(id) {
          if (policy.rejects(id)) return undefined;
          return linkOf(made, named(id)).pair.peer;
        },
        get: (id) => made.links.get(id)?.pair.peer,
        isProven: (id) => met.has(name + named(id)),
        remove: (id) => void made.links.delete(id),
        list: () => [...made.links.values()].map(({ pair }) => pair),
      },
      write(to, said) {
        if (pages.get(name) !== made) return;
        made.wrote.push(`${named(to)} ${said.lock}`);
        post(name, named(to), (there) => there.policy.rejects(idOf(name), envelopeOf(made, said)));
      },
      storage: openLockStorage(storage, "room", clock.now),
      later: clock.later,
      elapsed: clock.now,
      signal: AbortSignal.any([stay.signal, life.signal]),
      tell: (roomLock) => made.shown = roomLock,
    });
    policy.install({ rejects: roomLock.rejects, receive() {} });
    return Object.assign(made, { roomLock });
  }

  /** Tries again what has not connected. */
  function retry(): void {
    for (const { name, links } of pages.values()) {
      for (const id of links.keys()) if (!linked(name, named(id))) call(name, named(id));
    }
  }

  /** Everything that is on its way arrives. */
  function arrive(): void {
    for (let left = 10_000; left > 0; left--) {
      const busy = [...queues.values()].filter(({ length }) => length > 0);
      if (busy.length === 0) return;
      busy[Math.floor(random() * busy.length)]?.shift()?.();
    }
    throw new Error("they never come to an end");
  }

  return {
    clock,
    page,
    apart,
    call,
    join,
    arrive,
    /** Goes without a word. */
    leave(name: string) {
      pages.delete(name);
      stays.get(name)?.abort();
      for (const { links } of pages.values()) links.delete(idOf(name));
    },
    /** Seconds pass, and what is said in them arrives. */
    async pass(seconds: number) {
      for (let half = 0; half < 2 * seconds; half++) {
        await clock.pass(500);
        if (++halfSeconds % RETRY === 0) retry();
        arrive();
      }
    },
    /** Whom everybody is connected with. */
    links: () =>
      Object.fromEntries(
        [...pages.keys()].map((name) => [
          name,
          [...pages.keys()].filter((other) => other !== name && linked(name, other)).join(),
        ]),
      ),
    /** The page's view, in short. */
    sees(name: string): string {
      const { shown } = page(name);
      if (!shown) return "";
      if (shown.side === "outside") return `outside ${shown.answer}`;
      const knocks = shown.knocks.map(({ name }) => ` ${name}?`).join("");
      return (shown.locked ? "locked" : shown.elsewhere ? "outside" : "open") + knocks;
    },
    [Symbol.dispose]: () => life.abort(),
  };
}

/** Three who are connected; the first has locked the call. */
export async function locked(random?: () => number) {
  const room = fakePages(random);
  for (const name of ["ann", "bob", "cem"]) room.join(name);
  await room.pass(1);
  room.page("ann").roomLock.lock(true);
  await room.pass(1);
  return room;
}
