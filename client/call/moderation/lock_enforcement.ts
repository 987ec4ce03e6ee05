import { type Insider, type LockState, MAX_INSIDE } from "../messages/group_control.ts";
import type { Members } from "../room/members.ts";
import { insidersOf } from "./insiders.ts";
import type { KnockMessage } from "./knock.ts";
import type { KnockList } from "./knock_list.ts";
import type { Knocking } from "./knocking.ts";
import type { LockRegister } from "./lock_register.ts";
import { openLockBroadcast } from "./lock_broadcast.ts";
import type { WaitingRoom } from "./waiting_room.ts";

/** Options of {@link enforceLock}. */
export interface EnforcementOptions {
  /** This page, as the others know it. */
  readonly me: Insider;
  readonly register: LockRegister;
  readonly members: Pick<Members, "ensure" | "get" | "remove" | "list">;
  readonly knocks: KnockList;
  readonly waiting: WaitingRoom;
  readonly expel: Knocking["expel"];
  /** Sends a sealed and signed envelope to the page with this id. */
  readonly write: (to: string, message: KnockMessage) => void;
}

/** Changes of the lock, as they are applied to the members. */
export interface LockEnforcement {
  /** Takes a lock: parts with members outside, and connects with those who are let in. */
  apply(next: LockState, name: string | null, firsthand: boolean): void;
  /** Locks the call, or unlocks it. */
  change(on: boolean): void;
  /** Lets a guest in. */
  admit(guest: Insider): void;
  /** Lets a guest in that another member has let in. */
  admitted(guest: Insider): void;
  /** Does not let a guest in, and tells it and the others so. */
  deny(id: string): void;
  /** Tells the lock to each member that has not been told it on its present connection. */
  tellAll(): void;
}

/** Begins with the lock of the register. */
export function enforceLock(options: EnforcementOptions): LockEnforcement {
  const { me, register, members, knocks, waiting, expel, write } = options;
  const broadcast = openLockBroadcast();

  function tellAll(): void {
    if (!register.lock) return;
    for (const { peer } of members.list()) broadcast.tell(peer, register.lock);
  }

  function connect(id: string): void {
    if (!members.get(id)) members.ensure(id)?.reconnect();
  }

  function removeOutsiders(): void {
    for (const { peer } of members.list()) {
      if (register.isInside(peer.id)) continue;
      peer.send({ type: "bye" });
      members.remove(peer.id);
      expel(peer.id);
    }
  }

  /** Takes guests who are inside now off the list of those who knock. */
  function takeAdmitted(): string[] {
    const admitted = knocks.all().filter(({ id, identityKey }) =>
      !register.isLocked || register.isInside(id, identityKey)
    ).map(({ id }) => id);
    for (const id of admitted) knocks.drop(id);
    return admitted;
  }

  function apply(next: LockState, name: string | null, firsthand: boolean): void {
    // A page that has been let in, or lets this page in, may be waiting for its first message.
    const inside = register.isLocked ? next.inside.map(({ id }) => id) : [];
    register.set(next, name, firsthand);
    broadcast.begin();
    if (next.on) removeOutsiders();
    for (const id of new Set([...inside, ...takeAdmitted(), ...waiting.passed(next)])) {
      if (id !== me.id) connect(id);
    }
    tellAll();
  }

  function include({ id, identityKey }: Insider, mine: boolean): void {
    const guest = { id, identityKey };
    if (!register.include([guest])) return;
    // A page that may have been misled about the lock answers for nobody but its own guests.
    if (mine || register.isFirsthand) broadcast.addGuest(guest);
    knocks.drop(id);
    tellAll();
    connect(id);
  }

  /** Makes a lock that names the members of now; those who have left are forgotten. */
  function change(on: boolean, ...guests: Insider[]): void {
    apply(register.next(on, [...insidersOf(me, members.list()), ...guests]), null, true);
  }

  return {
    apply,
    change: (on) => change(on),
    admit(guest) {
      if ((register.lock?.inside.length ?? 0) < MAX_INSIDE) return include(guest, true);
      change(true, { id: guest.id, identityKey: guest.identityKey });
    },
    admitted: (guest) => include(guest, false),
    deny(id) {
      knocks.deny(id);
      write(id, { lock: "denied" });
      for (const { peer } of members.list()) peer.send({ type: "deny", id });
    },
    tellAll,
  };
}
