import type { Insider, LockState } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";

/** Members that a lock of this page names: those connected with it, or with one that is. */
export function insidersOf(me: Insider, members: readonly Member[]): Insider[] {
  const others = members.filter(({ peer, setup }) =>
    setup !== null || members.some((one) => one.peer.sees(peer.id))
  );
  return [
    me,
    ...others.map(({ peer }) => ({
      id: peer.id,
      identityKey: peer.connection()?.partner()?.sessionInfo.identityKey ?? "",
    })),
  ];
}

/** Insiders whose keys were not known when the lock was made, with the keys that were met since. */
export function learnedKeys({ inside }: LockState, members: readonly Member[]): Insider[] {
  return inside.flatMap(({ id, identityKey }) => {
    const connection = members.find(({ peer }) => peer.id === id)?.peer.connection();
    const known = connection?.state() === "connected"
      ? connection.partner()?.sessionInfo.identityKey
      : undefined;
    return identityKey || !known ? [] : [{ id, identityKey: known }];
  });
}
