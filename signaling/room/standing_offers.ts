import type { Mail, Room } from "./room.ts";

/** Sealed offers that members leave for the next who comes, by member. */
export type StandingOffers = ReadonlyMap<string, string>;

/**
 * Hands a newcomer the offers of the members that can be reached, in its welcome, and tells each of
 * them so in the call about the newcomer. Each offer is handed out once.
 */
export function addStandingOffers(
  standing: StandingOffers,
  members: Room,
  mail: readonly Mail[],
): { readonly mail: readonly Mail[]; readonly standing: StandingOffers } {
  const handed = [...standing].filter(([from]) => members.get(from) === "here");
  if (handed.length === 0) return { mail, standing };
  const rest = new Map(standing);
  for (const [from] of handed) rest.delete(from);
  const offers = handed.map(([from, sealed]) => ({ from, sealed }));
  return {
    standing: rest,
    mail: mail.map(({ to, message }): Mail => {
      if (message.type === "welcome") return { to, message: { ...message, offers } };
      if (message.type !== "client-call" || rest.has(to) || !standing.has(to)) {
        return { to, message };
      }
      return { to, message: { ...message, offered: true } };
    }),
  };
}
