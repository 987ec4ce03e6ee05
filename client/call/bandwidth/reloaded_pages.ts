import type { Member } from "../room/member.ts";

/** Pages of the members: a member's page that was reloaded is another one, and has said nothing yet. */
export interface Reloads {
  /** Notes which page of a member is heard, before what it says is kept. */
  heard(peer: Member["peer"]): void;
  /** Looks for members that are gone, and for pages that were reloaded; to be called every second. */
  look(): void;
}

/** Begins with no page; `forget` drops what was kept of a member's page before. */
export function followReloads(
  members: () => readonly Member[],
  forget: (id: string) => void,
): Reloads {
  const sessions = new Map<string, string>();

  function heard(peer: Member["peer"]): void {
    const { id } = peer;
    const known = sessions.get(id) ?? "";
    const now = peer.connection()?.partner()?.sessionInfo.sessionId ?? known;
    if (known && known !== now) forget(id);
    sessions.set(id, now);
  }

  return {
    heard,
    look() {
      const ids = members().map(({ peer }) => peer.id);
      for (const id of sessions.keys()) {
        if (ids.includes(id)) continue;
        sessions.delete(id);
        forget(id);
      }
      for (const { peer } of members()) heard(peer);
    },
  };
}
