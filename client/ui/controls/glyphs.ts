import type { ReactionKind } from "../../state/gestures.ts";

/** Signs of the reactions, in the order of their buttons; the system draws them. */
export const GLYPHS: Readonly<Record<ReactionKind, string>> = {
  yes: "👍",
  heart: "❤️",
  laugh: "😂",
  applause: "👏",
  surprise: "😮",
  party: "🎉",
};

/** Kinds of reactions in the order of their buttons. */
export const KINDS: readonly ReactionKind[] = [
  "yes",
  "heart",
  "laugh",
  "applause",
  "surprise",
  "party",
];
