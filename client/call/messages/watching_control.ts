import { MAX_VIEWERS } from "../../../protocol/mod.ts";
import { type Infer, list, literal, object, type Shape, text } from "../../../protocol/shape.ts";
import { read } from "./read.ts";

/** Names of the viewers whom the writer serves from now on; a viewer may have none. */
const serves = object({
  type: literal("serves"),
  viewers: list(text(256), 2 * MAX_VIEWERS),
});

/** A speaker invites the viewer whom it serves to join the call, and to speak. */
const invite = object({ type: literal("invite") });

/** Messages of a member about those who watch by way of it, and to them. */
export type WatchingControl = Infer<typeof serves> | Infer<typeof invite>;

const shape: Shape<WatchingControl> = (value) => serves(value) ?? invite(value);

/** Decodes a control message; undefined when it is none about those who watch. */
export const readWatchingControl = (json: string): WatchingControl | undefined => read(shape, json);
