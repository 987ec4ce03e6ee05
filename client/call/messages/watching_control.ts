import { ID, MAX_VIEWERS } from "../../../protocol/mod.ts";
import {
  flag,
  type Infer,
  integer,
  list,
  literal,
  object,
  optional,
  type Shape,
  text,
} from "../../../protocol/shape.ts";
import { MAX_TOKEN_COUNT } from "./endpoint_control.ts";
import { MAX_CHAT_CHARS } from "./peer_channel.ts";
import { readTyped } from "./read.ts";

const id = text(22, ID);
const hand = object({ id, name: text(256) });

/** Names of the viewers whom the writer serves from now on (one may have none), and their raised hands. */
const serves = object({
  type: literal("serves"),
  viewers: list(text(256), 2 * MAX_VIEWERS),
  hands: optional(list(hand, 2 * MAX_VIEWERS)),
});

/**
 * Invites a viewer to join the call, and to speak. To a viewer it is without `viewer`; to the member
 * that serves the viewer it is a request to pass it on.
 */
const invite = object({ type: literal("invite"), viewer: optional(id) });

/** The longest line of a viewer, in UTF-16 units. */
export const MAX_VIEWER_CHARS = 500;

/** Viewers may read and write the chat, or may no longer. The newest `count` holds; of equal ones, off. */
const chat = object({
  type: literal("viewer-chat"),
  count: integer(1, MAX_TOKEN_COUNT),
  on: flag,
});
/** A line of a viewer, to the member that serves it. */
const say = object({ type: literal("viewer-say"), key: id, text: text(MAX_VIEWER_CHARS) });
/**
 * A line of chat that the member passes on: to the other members one of a viewer, to its viewers every
 * line. `viewer`: a viewer has written it.
 */
const line = object({
  type: literal("viewer-line"),
  from: id,
  key: id,
  name: text(256),
  text: text(MAX_CHAT_CHARS),
  viewer: flag,
});

export type ViewerChatState = Infer<typeof chat>;
export type ViewerSay = Infer<typeof say>;
export type ViewerLine = Infer<typeof line>;
/** Raised hand of a viewer. */
export type ViewerHand = Infer<typeof hand>;
export type InviteMessage = Infer<typeof invite>;
/** Messages of a member about those who watch by way of it, and to them. */
export type WatchingControl =
  | Infer<typeof serves>
  | InviteMessage
  | ViewerChatState
  | ViewerSay
  | ViewerLine;

const shapes = new Map<string, Shape<WatchingControl>>(
  Object.entries({
    serves,
    invite,
    "viewer-chat": chat,
    "viewer-say": say,
    "viewer-line": line,
  }),
);

/** Decodes a control message; undefined when it is none about those who watch. */
export const readWatchingControl = (json: string): WatchingControl | undefined =>
  readTyped(shapes, json);
