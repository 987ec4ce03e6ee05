import type { Insider, LockState } from "../messages/group_control.ts";
import type { Peer } from "../room/peer.ts";

/** Messages that tell the lock: each member is told it, and the guests since, once a connection. */
export interface LockBroadcast {
  /** Begins with another lock, which has no guests yet. */
  begin(): void;
  /** Adds a guest for whom this page answers. */
  addGuest(guest: Insider): void;
  /** Tells a member what it has not been told on its present connection. */
  tell(peer: Peer, lock: LockState): void;
}

/** Opens it before anything is told. */
export function openLockBroadcast(): LockBroadcast {
  const told = new WeakMap<object, { readonly version: string; readonly admits: number }>();
  let guests: readonly Insider[] = [];
  return {
    begin() {
      guests = [];
    },
    addGuest(guest) {
      guests = [...guests, guest];
    },
    tell(peer, lock) {
      const connection = peer.connection();
      if (connection?.state() !== "connected") return;
      const { count, by } = lock;
      const version = `${count} ${by}`;
      const before = told.get(connection);
      if (before?.version !== version && !peer.send(lock)) return;
      let admits = before?.version === version ? before.admits : 0;
      for (const guest of guests.slice(admits)) {
        if (peer.send({ type: "admit", count, ...guest })) admits++;
      }
      told.set(connection, { version, admits });
    },
  };
}
