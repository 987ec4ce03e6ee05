import type { Participant } from "../../state/person.ts";
import type { Tracks } from "../media/slots.ts";
import type { About } from "../messages/about.ts";
import type { Envelope } from "../security/envelope.ts";
import type { SasInputs } from "../security/sas_secret.ts";
import { openTrustStore } from "../security/trust_store.ts";
import type { Member, StayOptions } from "./member.ts";
import { openMemberList } from "./member_list.ts";
import type { Peer } from "./peer.ts";
import type { RoomSending } from "./room_sending.ts";

/** The other members, as this page knows them. */
export interface Members {
  /**
   * The peer with this id, begun now if not before; none while it is rejected, or while there are
   * as many others as can be.
   */
  ensure(id: string): Peer | undefined;
  get(id: string): Peer | undefined;
  /** Takes an envelope in this member's name, whose signature is right; `by` has handed it over. */
  receive(from: string, envelope: Envelope, by?: string): Promise<void>;
  /** Notes that somebody has tried to pass for this member; `by` has handed the forgery over. */
  flagForgery(from: string, by?: string): void;
  /** True if a connection has shown, in this stay, that this member is who it says. */
  isProven(id: string): boolean;
  /** Ends whatever there is with this member. */
  remove(id: string): void;
  list(): readonly Member[];
  /** True if somebody has not confirmed this line of this page. */
  isPending(key: string): boolean;
  participants(): readonly Participant[];
  /** Inputs of the code with this member; null until both sides have revealed theirs. */
  sasSides(id: string): SasInputs["sides"] | null;
  /** A person has compared the code with this member's. */
  verify(id: string): void;
  /** Tells everybody this of the own page, and those who come as well. */
  announce(about: About): void;
  /** Sends these tracks to everybody, to those who come as well. */
  send(tracks: Tracks): void;
  /** Limits of what is sent to single members. */
  readonly limits: Pick<RoomSending, "setLevels" | "limitPictures">;
}

/** Gathers the members of one stay in a room. */
export function createMembers(options: StayOptions): Members {
  const { policy, events } = options;
  const trust = openTrustStore((id) => members.get(id) !== undefined);
  const { confirmSession } = trust;
  const members = openMemberList(options, { confirmSession, flagImpersonation });

  /** Tells the person, whatever else works. */
  function flagImpersonation(id: string): void {
    if (policy.rejects(id)) return;
    const member = members.ensure(id);
    if (member) member.suspected = true;
    events.alarm(members.nameOf(id), null);
    events.changed();
  }

  function flagForgery(from: string, by = from): void {
    if (by === from) flagImpersonation(from);
    else events.alarm(members.nameOf(from), members.nameOf(by));
  }

  return {
    ensure: (id) => policy.rejects(id) ? undefined : members.ensure(id)?.peer,
    get: (id) => members.get(id)?.peer,
    async receive(from, envelope, by = from) {
      switch (trust.judge(from, envelope, by !== from)) {
        case "stale":
          return;
        case "forged":
          return flagForgery(from, by);
        case "obey":
          if (policy.rejects(from, envelope)) return;
          return await members.ensure(from, true)?.peer.receive(envelope);
      }
    },
    flagForgery,
    isProven: trust.isProven,
    remove: members.remove,
    list: members.all,
    isPending: members.isPending,
    participants: () =>
      members.all().map((one) => {
        return { ...one.participant(), verified: trust.of(one.peer.id).verified };
      }),
    sasSides: (id) => members.get(id)?.sasSides() ?? null,
    verify(id) {
      if (members.get(id)) trust.of(id).verified = true;
      events.changed();
    },
    announce: members.sending.announce,
    send: members.sending.send,
    limits: members.sending,
  };
}
