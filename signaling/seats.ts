import { decodeServer, ID, type ServerMessage } from "../protocol/mod.ts";
import {
  flag,
  type Infer,
  integer,
  list,
  literal,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from "../protocol/shape.ts";

const id = text(22, ID);

/** Who sits where, since when: a number that grows with every new seat of the same member. */
const seat = object({
  id,
  since: integer(1, Number.MAX_SAFE_INTEGER),
  /** The page is silent, or its socket is lost and it may come back. */
  away: optional(flag),
});

const seats = object({
  t: literal("seats"),
  room: id,
  /** Grows with everything that this isolate tells. */
  v: integer(1, Number.MAX_SAFE_INTEGER),
  seats: list(seat, 64),
  /** The one who has just come. */
  fresh: optional(id),
  /** Whoever else holds the room is asked to tell. */
  ask: optional(flag),
});

const ask = object({ t: literal("ask"), rooms: list(id, 1000) });

const kinds = object({ t: oneOf("seats", "ask") });

export type Seat = Infer<typeof seat>;
export type Seats = Infer<typeof seats>;
export type Ask = Infer<typeof ask>;

/** What isolates say to each other about rooms. */
export type Notice =
  | Seats
  | Ask
  | {
    readonly t: "mail";
    readonly room: string;
    readonly to: string;
    readonly message: Relayed;
  };

/** What is for one member only. */
export type Relayed = Extract<
  ServerMessage,
  { type: "client-call" | "client-offer" | "client-answer" | "client-candidate" }
>;

/** Writes a notice as one line. */
export function writeNotice(notice: Notice): string {
  return notice.t === "mail"
    ? `mail ${notice.room} ${notice.to} ${JSON.stringify(notice.message)}`
    : JSON.stringify(notice);
}

/** Reads a line; undefined when it is not a notice. */
export function readNotice(line: string): Notice | undefined {
  if (line.startsWith("mail ")) return readMail(line);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const kind: Shape<Notice> = kinds(value)?.t === "seats" ? seats : ask;
  return kind(value);
}

function readMail(line: string): Notice | undefined {
  const room = id(line.slice(5, 27));
  const to = id(line.slice(28, 50));
  const decoded = decodeServer(line.slice(51));
  if (room === undefined || to === undefined || !decoded.ok) return undefined;
  const { message } = decoded;
  switch (message.type) {
    case "client-call":
    case "client-offer":
    case "client-answer":
    case "client-candidate":
      return { t: "mail", room, to, message };
    case "beat":
    case "client-away":
    case "client-leave":
    case "draining":
    case "refused":
    case "welcome":
      return undefined;
  }
}
