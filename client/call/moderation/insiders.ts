import type { Insider, LockState } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";

/** Members whom a lock of this page names: who is here, or is with somebody who is here. */
export function insidersOf(me: Insider, pairs: readonly Member[]): Insider[] {
  const others = pairs.filter(({ peer, setup }) =>
    setup !== null || pairs.some((one) => one.peer.sees(peer.id))
  );
  return [
    me,
    ...others.map(({ peer }) => ({
      id: peer.id,
      identityKey: peer.connection()?.partner()?.sessionInfo.identityKey ?? "",
    })),
  ];
}

/** Insiders whose keys were not known when the lock was turned, with those that were met since. */
export function learnedKeys({ inside }: LockState, pairs: readonly Member[]): Insider[] {
  return inside.flatMap(({ id, identityKey }) => {
    const connection = pairs.find(({ peer }) => peer.id === id)?.peer.connection();
    const known = connection?.state() === "connected"
      ? connection.partner()?.sessionInfo.identityKey
      : undefined;
    return identityKey || !known ? [] : [{ id, identityKey: known }];
  });
}
