import type { Insider, Lock } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";

/** Members whom a lock of this page names: who is here, or is with somebody who is here. */
export function present(me: Insider, pairs: readonly Member[]): Insider[] {
  const others = pairs.filter(({ peer, setup }) =>
    setup !== null || pairs.some((one) => one.peer.sees(peer.id))
  );
  return [
    me,
    ...others.map(({ peer }) => ({
      id: peer.id,
      idk: peer.connection()?.partner()?.hello.idk ?? "",
    })),
  ];
}

/** Insiders whose keys were not known when the lock was turned, with those that were met since. */
export function unkeyed({ inside }: Lock, pairs: readonly Member[]): Insider[] {
  return inside.flatMap(({ id, idk }) => {
    const connection = pairs.find(({ peer }) => peer.id === id)?.peer.connection();
    const known = connection?.state() === "connected" ? connection.partner()?.hello.idk : undefined;
    return idk || !known ? [] : [{ id, idk: known }];
  });
}
