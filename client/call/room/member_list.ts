import { type MemberLife, openMember, type StayOptions, type Surroundings } from "./member.ts";
import { memberToEvict } from "./member_limit.ts";
import { openRoomSending, type RoomSending } from "./room_sending.ts";

/** Members of a room by their ids, as many as there can be. */
export interface MemberList {
  all(): readonly MemberLife[];
  get(id: string): MemberLife | undefined;
  /**
   * The member with this id, begun now if not before; none where there is no room. `wrote`: an
   * envelope of it was read.
   */
  ensure(id: string, wrote?: boolean): MemberLife | undefined;
  /** Ends whatever there is with this member. */
  remove(id: string): void;
  /** Name of this member; empty when it is not there. */
  nameOf(id: string): string;
  /** True if somebody has not confirmed this line of this page. */
  isPending(key: string): boolean;
  readonly sending: Pick<RoomSending, "send" | "announce" | "setLevels" | "limitPictures">;
}

/**
 * Time until the others are sent less, since one more is sent everything: within it that one's first
 * picture is there, which the processor may be short of time for, and it has not grown yet.
 */
const SHARE_MS = 600;
/** Interval at which the counters are read. */
const CHECK_MS = 1000;
/** Checks from one beat to the next, which tells that this page is there, and whom it is connected with. */
const CHECKS_PER_BEAT = 2;

/** Opens an empty list, which checks its members until the stay is over. */
export function openMemberList(
  options: StayOptions,
  trust: Pick<Surroundings, "confirmSession" | "flagImpersonation">,
): MemberList {
  const { clock, events, signal } = options;
  const members = new Map<string, MemberLife>();
  let checks = 0;
  const all = () => [...members.values()];
  const peers = () => all().map(({ peer }) => peer);
  const nameOf = (id: string) => members.get(id)?.peer.about().name ?? "";
  const isPending = (key: string) => peers().some(({ chat }) => chat.isPending(key));
  const sending = openRoomSending(all);
  const room: Surroundings = {
    ...trust,
    peers,
    nameOf,
    connected: () => clock.later(SHARE_MS, sending.apply, signal),
    isPending,
    remove,
  };

  signal.addEventListener("abort", () => {
    for (const peer of peers()) peer.close();
    members.clear();
  }, { once: true });
  clock.later(CHECK_MS, check, signal);

  function check(): void {
    // A browser may have refused at a bad moment, and a camera that was turned has another size.
    sending.apply();
    const connected = peers().filter((peer) => peer.isAlive()).map(({ id }) => id);
    const beats = checks++ % CHECKS_PER_BEAT === 0;
    for (const member of all()) {
      if (beats) member.peer.send({ type: "beat", connected });
      void member.check();
    }
    clock.later(CHECK_MS, check, signal);
  }

  function remove(id: string): void {
    const member = members.get(id);
    if (!member) return;
    members.delete(id);
    const { peer, announced } = member;
    peer.close();
    // The others have these lines: nobody is waited for any more.
    for (const key of peer.chat.pending()) if (!isPending(key)) events.delivered(key);
    if (announced) events.toast({ is: "left", name: peer.about().name });
    sending.apply();
    events.changed();
  }

  function begin(id: string): MemberLife {
    const member = openMember(id, options, room);
    members.set(id, member);
    sending.begin(member);
    return member;
  }

  return {
    all,
    get: (id) => members.get(id),
    ensure(id, wrote = false) {
      const other = members.has(id) ? null : memberToEvict(members, wrote);
      if (other === "nobody") return undefined;
      if (other) remove(other.id);
      const member = members.get(id) ?? begin(id);
      member.wrote ||= wrote;
      return member;
    },
    remove,
    nameOf,
    isPending,
    sending,
  };
}
