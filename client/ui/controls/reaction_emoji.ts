import type { ReactionKind } from "../../state/interaction.ts";

/** Signs of the reactions; the system draws them. */
export const REACTION_EMOJI: Readonly<Record<ReactionKind, string>> = {
  yes: "👍",
  heart: "❤️",
  laugh: "😂",
  applause: "👏",
  surprise: "😮",
  party: "🎉",
};
