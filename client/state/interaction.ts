import type { ReactionKind } from "../call/messages/group_control.ts";

export { REACTION_KINDS, type ReactionKind } from "../call/messages/group_control.ts";

/** A reaction that is being shown. */
export interface Reaction {
  readonly key: number;
  /** `"me"`, or the id of a member. */
  readonly from: string;
  /** Name of the person; empty for a guest. */
  readonly name: string;
  readonly kind: ReactionKind;
}

/** Reactions of a call, and the way to one. */
export interface Reactions {
  readonly shown: readonly Reaction[];
  react(kind: ReactionKind): void;
}

/** Requests to mute oneself, which a person follows or not. */
export interface MuteRequests {
  /** The member who asks this person; null while nobody does. */
  readonly from: { readonly id: string; readonly name: string } | null;
  /** Ids of the members whom this person has asked lately. */
  readonly asked: readonly string[];
  /** Asks this member. */
  ask(id: string): void;
  /** Puts the request to this person away. */
  dismiss(): void;
}
