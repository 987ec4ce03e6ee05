/** Other members at once: twice as many as a room holds, since some may be gone. */
const MAX_OTHERS = 16;

/** A member as far as it decides who gives way. */
export interface MemberStanding {
  /** Milliseconds that it took to connect for the first time; null before. */
  readonly setup: number | null;
  /** It has not connected within its time. */
  readonly late: boolean;
  /** An envelope of it was read: it has the room's key, and no server has made it up. */
  readonly wrote: boolean;
}

/**
 * Tells who of the others gives way to one more, who has written or was only announced by the
 * server: null when there is room, "nobody" when there is none. A server, or a member, can make up
 * any number of ids; whom this page was ever connected with keeps its place.
 */
export function memberToEvict(
  others: ReadonlyMap<string, MemberStanding>,
  wrote: boolean,
): { readonly id: string } | "nobody" | null {
  if (others.size < MAX_OTHERS) return null;
  for (const [id, one] of others) {
    if (one.setup === null && (one.late || wrote && !one.wrote)) return { id };
  }
  return "nobody";
}
