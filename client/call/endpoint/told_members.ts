import type { Member } from "../room/member.ts";

/** Members that are told something, as far as this needs them. */
export type ToldMembers = () => readonly Pick<Member, "peer">[];

/** Opens what tells each member once a connection, and again when `version` is another. */
export function openTelling(
  members: ToldMembers,
): (version: string, send: (peer: Member["peer"]) => boolean) => void {
  const told = new WeakMap<object, string>();
  return (version, send) => {
    for (const { peer } of members()) {
      const connection = peer.connection();
      if (connection?.state() !== "connected" || told.get(connection) === version) continue;
      if (send(peer)) told.set(connection, version);
    }
  };
}
