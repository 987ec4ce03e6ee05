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

/** Others may remove somebody at the same moment, and all are to hear of all: in ms. */
const MOVE_DELAY_MS = 1000;
/** Until then, in ms, a page adds a removal of its own: later it might not reach all in time. */
const REMOVAL_WINDOW_MS = 300;
/** Keys that are heard within that time. */
const MAX_KEYS = 8;

/** Removal of members, which is a move of all others to a room of another key. */
export interface Removal {
  remove(id: string): void;
  /** A member of this name has said this on its connection. */
  receive(name: string, said: RemovalMessage): void;
}

/**
 * Listens to what members propose. Whoever is removed stays behind: everybody else goes to the room
 * of a key that is made of all keys heard within a second, so that two removals hold both.
 */
export function createRemoval(options: RemovalOptions): Removal {
  const { members: pairs, tell, moveTo, later, signal } = options;
  const heard = new Map<string, MoveMessage>();
  /** Name of the member that has begun it, as it calls itself; null: this page, or somebody unknown. */
  let by: string | null = null;
  let timely = true;

  function remove(id: string): void {
    if (!timely) return;
    take({ type: "move", key: random(32), without: id, forwarded: false }, true);
  }

  function take(move: MoveMessage, mine = false): void {
    if (heard.has(move.key) || heard.size >= MAX_KEYS) return;
    heard.set(move.key, move);
    // Passed on, since not everybody is connected with whoever began it.
    for (const peer of going()) peer.send({ ...move, forwarded: !mine });
    if (heard.size > 1) return;
    tell({ is: "under-way" });
    later(REMOVAL_WINDOW_MS, () => timely = false, signal);
    later(MOVE_DELAY_MS, () => void go(), signal);
  }

  /** Peers that nobody wants to leave behind. */
  function going() {
    const left = [...heard.values()].map(({ without }) => without);
    return pairs().map(({ peer }) => peer).filter(({ id }) => !left.includes(id));
  }

  async function go(): Promise<void> {
    const key = await sha256(lengthPrefixed(["move", ...[...heard.keys()].sort()]));
    if (signal.aborted) return;
    const along = going();
    for (const { peer } of pairs()) if (!along.includes(peer)) peer.send({ type: "moved" });
    tell({ is: "done", by });
    moveTo(key);
  }

  return {
    remove,
    receive(name, said) {
      if (signal.aborted) return;
      switch (said.type) {
        case "move":
          if (!said.forwarded) by ??= name;
          return take(said);
        case "moved":
          // Whoever goes along is told by many, and is on the way.
          return heard.size > 0 ? undefined : tell({ is: "without-me" });
      }
    },
  };
}
