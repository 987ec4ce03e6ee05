import {
  type AudienceMessage,
  type ClientEndpointMessage,
  type ClientMessage,
  type Ice,
  MAX_MEMBERS,
  type ServeOffer,
  type ServerMessage,
} from "../../protocol/mod.ts";

/** Presence of a member: it can be reached, or only keeps its seat. */
export type Presence = "here" | "away";

/** Members of a room, by order of arrival. A member that is away counts. */
export type Room = ReadonlyMap<string, Presence>;

/** Part of a welcome that does not depend on the room. */
export interface Greeting extends Ice {
  /** Seconds between two beats. */
  readonly beat: number;
}

/**
 * Event of a member: it arrives, falls silent, or sends a message. It leaves by `client-leave`, and
 * is back from silence by `client-call` without `to`.
 */
export type RoomEvent =
  | {
    readonly type: "join";
    /** Without it: at another isolate, which greets. */
    readonly greeting?: Greeting;
    /** True of a page that watches, and is no part of the mesh. */
    readonly viewer?: boolean | undefined;
    /** Offer of a speaker at another isolate to serve viewers. */
    readonly offer?: ServeOffer | undefined;
    /** Speaker that a viewer at another isolate avoids. */
    readonly avoids?: string | undefined;
  }
  | { readonly type: "away" }
  | Exclude<
    ClientMessage,
    ClientEndpointMessage | {
      type:
        | "client-beat"
        | "client-ice"
        | "client-report"
        | "client-serve"
        | "client-avoid"
        | "client-standing-offer";
    }
  >;

/** One message on its way. */
export interface Mail {
  readonly to: string;
  readonly message: ServerMessage | AudienceMessage;
}

/** Result of a message: the room after it, and the mail that follows. */
export interface Step {
  readonly room: Room;
  readonly mail: readonly Mail[];
}

/** A room without members. */
export const EMPTY: Room = new Map();

/** Decides; sends nothing and changes nothing. */
export function step(room: Room, from: string, event: RoomEvent): Step {
  switch (event.type) {
    case "join":
      return join(room, from, event.greeting);
    case "away":
      return away(room, from);
    case "client-leave":
      return leave(room, from);
    case "client-call":
      if (event.to !== undefined) {
        const call = { type: event.type, from, to: event.to } as const;
        return { room, mail: [post(room, from, event.to, call)] };
      }
      return {
        room: room.get(from) === "away" ? mark(room, from, "here") : room,
        mail: toOthers(room, from, { type: event.type, from }),
      };
    case "client-offer":
    case "client-answer":
    case "client-candidate": {
      const { type, to, sealed } = event;
      return { room, mail: [post(room, from, to, { type, from, sealed })] };
    }
  }
}

function join(room: Room, from: string, greeting: Greeting | undefined): Step {
  // A member that is away keeps its seat: it may still be in the call.
  if (!room.has(from) && room.size >= MAX_MEMBERS) {
    return { room, mail: [{ to: from, message: { type: "refused", code: "room_full" } }] };
  }
  const mail = toOthers(room, from, { type: "client-call", from });
  const joined = room.get(from) === "here" ? room : mark(room, from, "here");
  return { room: joined, mail: greeting ? [welcome(room, from, greeting), ...mail] : mail };
}

function welcome(room: Room, id: string, greeting: Greeting): Mail {
  const others = [...room].filter(([member]) => member !== id);
  const who = (wanted: Presence) =>
    others.filter(([, presence]) => presence === wanted).map(([member]) => member);
  const away = who("away");
  return {
    to: id,
    message: {
      type: "welcome",
      version: 1,
      id,
      members: who("here"),
      ...(away.length > 0 ? { away } : {}),
      ...greeting,
    },
  };
}

function away(room: Room, from: string): Step {
  const before = room.get(from);
  if (before === "away" || !before && room.size >= MAX_MEMBERS) return { room, mail: [] };
  // Members here that have not heard of it yet need not hear that it is away.
  const mail = before ? toOthers(room, from, { type: "client-away", from }) : [];
  return { room: mark(room, from, "away"), mail };
}

function leave(room: Room, from: string): Step {
  if (!room.has(from)) return { room, mail: [] };
  const rest = new Map(room);
  rest.delete(from);
  return { room: rest, mail: toOthers(rest, from, { type: "client-leave", from }) };
}

function mark(room: Room, member: string, presence: Presence): Room {
  return new Map(room).set(member, presence);
}

function post(room: Room, from: string, to: string, message: ServerMessage): Mail {
  // Oneself, a member of another room and an unknown id look alike, so ids cannot be probed.
  if (to === from || !room.has(to)) {
    return { to: from, message: { type: "refused", code: "no_such_peer", to } };
  }
  return { to, message };
}

function toOthers(room: Room, from: string, message: ServerMessage): readonly Mail[] {
  const mail: Mail[] = [];
  for (const to of room.keys()) if (to !== from) mail.push({ to, message });
  return mail;
}
