import type { AudienceMessage } from "../../../protocol/mod.ts";

/** Those who watch, and those who offer to serve them, as the server tells everybody. */
export type Roster = Pick<AudienceMessage, "serving" | "viewers" | "avoids">;

/**
 * Assigns each viewer the speaker that serves it, as far as offers go. Every page finds the same from
 * the same roster, so that nobody has to agree on anything: a viewer has its own order of speakers
 * (rendezvous hashing), so who comes or leaves moves as few as can be.
 */
export function assignViewers({ serving, viewers, avoids }: Roster): Map<string, string> {
  const left = new Map(serving.map(({ id, viewers }) => [id, viewers]));
  const assigned = new Map<string, string>();
  const isAvoided = (viewer: string, speaker: string) =>
    avoids.some((one) => one.viewer === viewer && one.speaker === speaker);
  // Who avoids somebody chooses first: one of another speaker's places is all that it can use.
  const isChoosy = (viewer: string) => avoids.some((one) => one.viewer === viewer);
  const sorted = [...viewers].sort();
  const order = [...sorted.filter(isChoosy), ...sorted.filter((one) => !isChoosy(one))];
  for (const viewer of order) {
    const [first] = serving
      .filter(({ id }) => (left.get(id) ?? 0) > 0)
      // Below all others: better one of whom nothing came than nobody.
      .map(({ id }) => ({ id, rank: isAvoided(viewer, id) ? -1 : rankOf(`${viewer} ${id}`) }))
      .sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
    if (!first) continue;
    left.set(first.id, (left.get(first.id) ?? 0) - 1);
    assigned.set(viewer, first.id);
  }
  return assigned;
}

/** Hash of a text (FNV-1a, 32 bits, mixed once more): the same on every page. */
function rankOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ hash >>> 16, 0x45d9f3b);
  return (hash ^ hash >>> 16) >>> 0;
}
