import { random } from "../security/base64url.ts";
import { lengthPrefixed, sha256 } from "../security/bytes.ts";
import type { Later } from "../../platform/clock.ts";
import type { MoveMessage, RemovalMessage } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";
import type { CallState } from "../../state/call_state.ts";

/** Options of {@link createRemoval}. */
export interface RemovalOptions {
  readonly later: Later;
  readonly signal: AbortSignal;
  readonly members: () => readonly Member[];
  readonly tell: (move: CallState["move"]) => void;
  /** Leaves this room for that of another key, with what the devices give. */
  readonly moveTo: (key: string) => void;
}

/** Shortest time from the first proposal to the move: some hear of it from others. */
const MOVE_DELAY_MS = 1000;
/** Longest time for which a page waits for those that stay to repeat what it was told. */
const AGREEMENT_TIMEOUT_MS = 8000;
/** Interval at which it looks whether they have. */
const AGREEMENT_CHECK_MS = 200;
/** Proposals that are taken into one move. */
const MAX_PROPOSALS = 8;

/** Removal of members, which is a move of all others to a room of another key. */
export interface Removal {
  remove(id: string): void;
  /** Takes what the member of this id and name has sent on its connection. */
  receive(from: string, name: string, message: RemovalMessage): void;
}

/**
 * Takes removals that members propose. The removed member stays behind: all others move to the room of
 * a key that is derived from the keys of all proposals, so that two removals both hold. A page goes once
 * every member it has told has repeated all keys. A page proposes nothing after it has repeated one: so
 * nobody who has gone misses a key.
 */
export function createRemoval(options: RemovalOptions): Removal {
  const { members, tell, moveTo, later, signal } = options;
  /** Proposals by their keys. */
  const proposals = new Map<string, MoveMessage>();
  /** Members that have been told of each key, and have not repeated it. */
  const awaited = new Map<string, Set<string>>();
  /** Name of the member that has begun it, as it calls itself; null: this page, or somebody unknown. */
  let by: string | null = null;
  let waitedMs = 0;

  function remove(id: string): void {
    if (proposals.size > 0) return;
    take({ type: "move", key: random(32), without: id, forwarded: false });
  }

  /** Takes a proposal of the member `from`, or of this page. */
  function take(proposal: MoveMessage, from: string | null = null): void {
    const { key } = proposal;
    if (proposals.has(key) || proposals.size >= MAX_PROPOSALS) return;
    proposals.set(key, proposal);
    // Forwarded, since not everybody is connected with the member that has proposed it.
    const forwarded = { ...proposal, forwarded: from !== null };
    const told = remaining().filter((peer) => peer.send(forwarded)).map(({ id }) => id);
    awaited.set(key, new Set(told.filter((id) => id !== from)));
    if (proposals.size > 1) return;
    tell({ is: "under-way" });
    later(MOVE_DELAY_MS, agree, signal);
  }

  /** Peers that nobody has proposed to remove. */
  function remaining() {
    const removed = [...proposals.values()].map(({ without }) => without);
    return members().map(({ peer }) => peer).filter(({ id }) => !removed.includes(id));
  }

  /** Moves once nobody that is still here has to repeat anything, or has not done so for too long. */
  function agree(): void {
    const staying = remaining();
    const isAwaited = [...awaited.values()].some((ids) => staying.some(({ id }) => ids.has(id)));
    if (!isAwaited || waitedMs >= AGREEMENT_TIMEOUT_MS) return void move();
    waitedMs += AGREEMENT_CHECK_MS;
    later(AGREEMENT_CHECK_MS, agree, signal);
  }

  async function move(): Promise<void> {
    const key = await sha256(lengthPrefixed(["move", ...[...proposals.keys()].sort()]));
    if (signal.aborted) return;
    const staying = remaining();
    for (const { peer } of members()) if (!staying.includes(peer)) peer.send({ type: "moved" });
    tell({ is: "done", by });
    moveTo(key);
  }

  return {
    remove,
    receive(from, name, message) {
      if (signal.aborted) return;
      switch (message.type) {
        case "move":
          if (!message.forwarded) by ??= name;
          awaited.get(message.key)?.delete(from);
          return take(message, from);
        case "moved":
          // A page that moves with the others is told so by many.
          return proposals.size > 0 ? undefined : tell({ is: "without-me" });
      }
    },
  };
}
