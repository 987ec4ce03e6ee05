/** Kinds of reactions. */
export type ReactionKind = "yes" | "heart" | "laugh" | "applause" | "surprise" | "party";

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
