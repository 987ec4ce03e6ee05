import { type ClientMessage, type Ice, MAX_MEMBERS, type ServerMessage } from "../protocol/mod.ts";

/** Who is in a room, by order of arrival. */
export type Room = ReadonlySet<string>;

/** What a member does: arrives, or says something. Leaving is `client-leave`. */
export type Said =
  | { readonly type: "join"; readonly ice: Ice }
  | Exclude<ClientMessage, { type: "client-ice" | "client-report" }>;

/** One message on its way. */
export interface Mail {
  readonly to: string;
  readonly message: ServerMessage;
}

/** What follows from something said. */
export interface Step {
  readonly room: Room;
  readonly mail: readonly Mail[];
}

/** A room that nobody has entered. */
export const EMPTY: Room = new Set();

/** Decides; sends nothing and changes nothing. */
export function step(room: Room, from: string, said: Said): Step {
  switch (said.type) {
    case "join":
      return join(room, from, said.ice);
    case "client-leave":
      return leave(room, from);
    case "client-call":
      if (said.to !== undefined) {
        const call = { type: said.type, from, to: said.to } as const;
        return { room, mail: [post(room, from, said.to, call)] };
      }
      return { room, mail: toOthers(room, from, { type: said.type, from }) };
    case "client-offer":
    case "client-answer":
    case "client-candidate": {
      const { type, to, sealed } = said;
      return { room, mail: [post(room, from, to, { type, from, sealed })] };
    }
  }
}

function join(room: Room, from: string, ice: Ice): Step {
  if (!room.has(from) && room.size >= MAX_MEMBERS) {
    return { room, mail: [{ to: from, message: { type: "refused", code: "room_full" } }] };
  }
  const members = [...room].filter((id) => id !== from);
  const welcome = { type: "welcome", version: 1, id: from, members, ...ice } as const;
  return {
    room: room.has(from) ? room : new Set([...room, from]),
    mail: [
      { to: from, message: welcome },
      ...toOthers(room, from, { type: "client-call", from }),
    ],
  };
}

function leave(room: Room, from: string): Step {
  if (!room.has(from)) return { room, mail: [] };
  const rest = new Set(room);
  rest.delete(from);
  return { room: rest, mail: toOthers(rest, from, { type: "client-leave", from }) };
}

function post(room: Room, from: string, to: string, message: ServerMessage): Mail {
  // Oneself, somebody of another room and nobody at all look alike, so ids cannot be probed.
  if (to === from || !room.has(to)) {
    return { to: from, message: { type: "refused", code: "no_such_peer", to } };
  }
  return { to, message };
}

function toOthers(room: Room, from: string, message: ServerMessage): readonly Mail[] {
  const mail: Mail[] = [];
  for (const to of room) if (to !== from) mail.push({ to, message });
  return mail;
}
