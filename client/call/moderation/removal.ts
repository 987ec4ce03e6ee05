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

/** Time from the first proposal to the move: others may propose one at the same moment. */
const MOVE_DELAY_MS = 1000;
/** Time in which a page adds a proposal of its own: a later one might not reach all before the move. */
const PROPOSAL_WINDOW_MS = 300;
/** Proposals that are taken into one move. */
const MAX_PROPOSALS = 8;

/** Removal of members, which is a move of all others to a room of another key. */
export interface Removal {
  remove(id: string): void;
  /** Takes what a member of this name has sent on its connection. */
  receive(name: string, message: RemovalMessage): void;
}

/**
 * Takes removals that members propose. The removed member stays behind: all others move to the room of
 * a key that is derived from the keys of all proposals within a second, so that two removals both hold.
 */
export function createRemoval(options: RemovalOptions): Removal {
  const { members, tell, moveTo, later, signal } = options;
  /** Proposals by their keys. */
  const proposals = new Map<string, MoveMessage>();
  /** Name of the member that has begun it, as it calls itself; null: this page, or somebody unknown. */
  let by: string | null = null;
  let accepting = true;

  function remove(id: string): void {
    if (!accepting) return;
    take({ type: "move", key: random(32), without: id, forwarded: false }, true);
  }

  function take(proposal: MoveMessage, mine = false): void {
    if (proposals.has(proposal.key) || proposals.size >= MAX_PROPOSALS) return;
    proposals.set(proposal.key, proposal);
    // Forwarded, since not everybody is connected with the member that has proposed it.
    for (const peer of remaining()) peer.send({ ...proposal, forwarded: !mine });
    if (proposals.size > 1) return;
    tell({ is: "under-way" });
    later(PROPOSAL_WINDOW_MS, () => accepting = false, signal);
    later(MOVE_DELAY_MS, () => void move(), signal);
  }

  /** Peers that nobody has proposed to remove. */
  function remaining() {
    const removed = [...proposals.values()].map(({ without }) => without);
    return members().map(({ peer }) => peer).filter(({ id }) => !removed.includes(id));
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
    receive(name, message) {
      if (signal.aborted) return;
      switch (message.type) {
        case "move":
          if (!message.forwarded) by ??= name;
          return take(message);
        case "moved":
          // A page that moves with the others is told so by many.
          return proposals.size > 0 ? undefined : tell({ is: "without-me" });
      }
    },
  };
}
