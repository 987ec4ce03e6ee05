import type { Insider, LockState } from "../messages/group_control.ts";
import type { Peer } from "../room/peer.ts";

/** Telling of a lock: each member is told the turn, and who was let in since, once a connection. */
export interface LockTelling {
  /** True if what is told of this turn comes from the member that has made it, or was made here. */
  readonly firsthand: boolean;
  /** Another turn holds. */
  begin(firsthand: boolean): void;
  /** Somebody was let in, by this page (`mine`) or by another one inside. */
  admitted(guest: Insider, mine: boolean): void;
  /** Tells a member what it has not been told on its present connection. */
  tell(peer: Peer, lock: LockState): void;
}

/** Opens it before anything is told. */
export function openLockTelling(): LockTelling {
  const told = new WeakMap<object, { readonly turn: string; readonly admits: number }>();
  let guests: readonly Insider[] = [];
  let firsthand = false;
  return {
    get firsthand() {
      return firsthand;
    },
    begin(own) {
      firsthand = own;
      guests = [];
    },
    admitted(guest, mine) {
      // Whoever may have been misled about the turn answers for nobody but its own guests.
      if (mine || firsthand) guests = [...guests, guest];
    },
    tell(peer, lock) {
      const connection = peer.connection();
      if (connection?.state() !== "connected") return;
      const { count, by } = lock;
      const turn = `${count} ${by}`;
      const before = told.get(connection);
      if (before?.turn !== turn && !peer.send(lock)) return;
      let admits = before?.turn === turn ? before.admits : 0;
      for (const guest of guests.slice(admits)) {
        if (peer.send({ type: "admit", count, ...guest })) admits++;
      }
      told.set(connection, { turn, admits });
    },
  };
}
