import { ID, MAX_VIEWERS } from "../../../protocol/mod.ts";
import {
  type Infer,
  list,
  literal,
  object,
  optional,
  type Shape,
  text,
} from "../../../protocol/shape.ts";
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

/** Raised hand of a viewer. */
export type ViewerHand = Infer<typeof hand>;
export type InviteMessage = Infer<typeof invite>;
/** Messages of a member about those who watch by way of it, and to them. */
export type WatchingControl = Infer<typeof serves> | InviteMessage;

const shapes = new Map<string, Shape<WatchingControl>>(Object.entries({ serves, invite }));

/** Decodes a control message; undefined when it is none about those who watch. */
export const readWatchingControl = (json: string): WatchingControl | undefined =>
  readTyped(shapes, json);
