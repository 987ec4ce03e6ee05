import type { Later } from "../../platform/clock.ts";
import type { Reaction, ReactionKind, Reactions } from "../../state/interaction.ts";
import type { ReactionMessage } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";
import { limitSenders } from "../../platform/sender_limit.ts";

/** Options of {@link openReactions}. */
export interface ReactionOptions {
  readonly elapsed: () => number;
  readonly later: Later;
  readonly members: () => readonly Pick<Member, "peer">[];
  readonly tell: (reactions: Reactions) => void;
  readonly signal: AbortSignal;
}

/** Reactions of the members of a call. */
export interface ReactionFeed {
  /** Takes a reaction of this member. */
  receive(by: string, name: string, message: ReactionMessage): void;
}

/** Milliseconds for which a reaction is shown. */
export const REACTION_MS = 4000;
/** Reactions of one person at once, and milliseconds until one more is shown. */
const LIMIT = { burst: 5, everyMs: 800 };

/** Opens the reactions of a call: each is shown for some seconds, and those of a flood are not. */
export function openReactions(options: ReactionOptions): ReactionFeed {
  const { elapsed, later, members, tell, signal } = options;
  const admits = limitSenders({ ...LIMIT, elapsed });
  let shown: readonly Reaction[] = [];
  let last = 0;

  function show(next: readonly Reaction[]): void {
    shown = next;
    tell({ shown, react });
  }

  function add(from: string, name: string, kind: ReactionKind): void {
    const reaction = { key: ++last, from, name, kind };
    show([...shown, reaction]);
    later(REACTION_MS, () => show(shown.filter((one) => one !== reaction)), signal);
  }

  function react(kind: ReactionKind): void {
    // What the others would not show is not shown here either.
    if (signal.aborted || !admits("me")) return;
    for (const { peer } of members()) peer.send({ type: "reaction", kind });
    add("me", "", kind);
  }

  show([]);
  return {
    receive(by, name, { kind }) {
      if (!signal.aborted && admits(by)) add(by, name, kind);
    },
  };
}
