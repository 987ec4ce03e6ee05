import type { Later } from "../../platform/clock.ts";
import type { LockView, Moderation } from "../../state/moderation.ts";
import type { Insider, LockMessage } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";
import type { Members } from "../room/members.ts";
import type { Envelope } from "../security/envelope.ts";
import { type ConnectedTime, openConnectedTime } from "./connected_time.ts";
import { learnedKeys } from "./insiders.ts";
import type { KnockMessage } from "./knock.ts";
import { type KnockList, openKnockList } from "./knock_list.ts";
import { openKnocking } from "./knocking.ts";
import { enforceLock } from "./lock_enforcement.ts";
import { type LockRegister, openLockRegister } from "./lock_register.ts";
import type { LockStorage } from "./lock_storage.ts";
import { openWaitingRoom, type WaitingRoom } from "./waiting_room.ts";

/** Options of {@link createRoomLock}. */
export interface RoomLockOptions {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly later: Later;
  readonly signal: AbortSignal;
  /** This page, as the others know it. */
  readonly me: Insider;
  /** Own name. */
  readonly name: () => string;
  readonly members: Pick<Members, "ensure" | "get" | "remove" | "list" | "isProven">;
  /** Sends a sealed and signed envelope to the page with this id. */
  readonly write: (to: string, message: KnockMessage) => void;
  readonly storage: LockStorage;
  readonly tell: (view: LockView) => void;
}

/** Lock of the members: no member's connection, and no envelope but a knock, passes it. */
export interface RoomLock extends Omit<Moderation, "remove"> {
  /** True if nothing is begun with a member, or with the writer of this envelope. */
  rejects(id: string, envelope?: Envelope): boolean;
  /** Takes a message that a member of this name has sent on its connection. */
  receive(from: string, name: string, message: LockMessage): void;
}

/** Interval at which the connections are looked at: new members are told the lock. */
const POLL_MS = 500;

/**
 * Keeps the lock of one stay. It stands with the members alone: neither the server nor a link opens
 * it; see {@link LockRegister}.
 */
export function createRoomLock(options: RoomLockOptions): RoomLock {
  const { me, members, write, later, elapsed, signal } = options;
  const register = openLockRegister(me, options.storage);
  const knocks = openKnockList(elapsed);
  const waiting = openWaitingRoom({
    elapsed,
    knockAt: (id) => write(id, { lock: "knock", name: options.name() }),
  });
  const connectedTime = openConnectedTime({
    isConnected: () => members.list().some(isConnected),
    elapsed,
  });
  const parts = { register, members, knocks, waiting, write };
  const knocking = openKnocking({ ...parts, connectedTime, elapsed });
  const lock = enforceLock({ ...parts, me, expel: knocking.expel });
  const show = viewer({ register, knocks, waiting, connectedTime }, options);

  poll();

  function poll(): void {
    if (register.lock) register.include(learnedKeys(register.lock, members.list()));
    register.save();
    lock.tellAll();
    for (const one of members.list()) if (isConnected(one)) waiting.met(one.peer.id);
    knocks.tidy();
    connectedTime.update();
    waiting.update();
    show();
    later(POLL_MS, poll, signal);
  }

  /** Takes a message of a member that is inside. */
  function receive(from: string, name: string, message: LockMessage): void {
    const identityKey = members.get(from)?.connection()?.partner()?.sessionInfo.identityKey;
    if (message.type === "lock") {
      if (!register.accepts({ id: from, identityKey }, message)) return;
      return lock.apply(message, name, from === message.by);
    }
    if (!register.isLocked || !register.isInside(from, identityKey)) return;
    if (message.type === "deny") return knocks.deny(message.id);
    if (message.count === register.lock?.count) lock.admitted(message);
  }

  return {
    rejects(id, envelope) {
      const identityKey = envelope?.session.identityKey;
      const body = envelope?.message.kind === "client-candidate" ? envelope.message.body : null;
      if (identityKey !== undefined && body?.lock) {
        knocking.receive(id, identityKey, { ...body, lock: body.lock });
        show();
        return true;
      }
      if (!register.isLocked || register.isInside(id, identityKey)) return false;
      knocking.turnAway(id);
      return true;
    },
    receive(from, name, message) {
      receive(from, name, message);
      show();
    },
    lock(on) {
      if (on === register.isLocked || isOutside({ waiting, connectedTime })) return;
      // A page that locks its own call waits for no other one.
      if (on) waiting.clear();
      lock.change(on);
      show();
    },
    answer(id, welcome) {
      const knock = knocks.of(id);
      if (!knock || !register.lock) return;
      if (welcome) lock.admit(knock);
      else lock.deny(id);
      show();
    },
    knock() {
      waiting.again();
      show();
    },
  };
}

const isConnected = ({ peer }: Member) => peer.connection()?.state() === "connected";

/** Parts of the lock that a person sees. */
interface Shown {
  readonly register: LockRegister;
  readonly knocks: KnockList;
  readonly waiting: WaitingRoom;
  readonly connectedTime: ConnectedTime;
}

/** True if others keep a lock, and this page is with nobody. */
function isOutside({ waiting, connectedTime }: Pick<Shown, "waiting" | "connectedTime">): boolean {
  return waiting.any && !connectedTime.isConnected();
}

function viewOf({ register, knocks, waiting, connectedTime }: Shown): LockView {
  if (isOutside({ waiting, connectedTime })) return { side: "outside", answer: waiting.answer() };
  return {
    side: "inside",
    locked: register.isLocked,
    by: register.changedBy,
    elsewhere: waiting.any,
    knocks: knocks.all().map(({ id, name }) => ({ id, name })),
  };
}

/** Tells the view whenever it, or the lock, is another one than before. */
function viewer(parts: Shown, { tell, signal }: Pick<RoomLockOptions, "tell" | "signal">) {
  let shown = "";
  return () => {
    const view = viewOf(parts);
    const text = JSON.stringify([view, parts.register.lock?.count]);
    if (signal.aborted || text === shown) return;
    shown = text;
    tell(view);
  };
}
