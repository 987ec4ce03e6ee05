import {
  flag,
  type Infer,
  integer,
  literal,
  object,
  type Shape,
  text,
} from "../../../protocol/shape.ts";
import { read } from "./read.ts";

/** Counts of a studio's changes go from 1 to this. */
export const MAX_STUDIO_COUNT = 2 ** 31;

/** Token of the call's studio; empty once it is revoked. The newest `count` holds, then the greatest token. */
const studio = object({
  type: literal("studio"),
  count: integer(1, MAX_STUDIO_COUNT),
  token: text(43, /^(?:[A-Za-z0-9_-]{43})?$/),
});
/** The third m-line of the writer carries the studio, or does so no longer. */
const live = object({ type: literal("studio-live"), on: flag });

export type StudioState = Infer<typeof studio>;
export type StudioLive = Infer<typeof live>;
/** Messages of members about the studio of their call. */
export type StudioControl = StudioState | StudioLive;

const shape: Shape<StudioControl> = (value) => studio(value) ?? live(value);

/** Decodes a control message; undefined when it is none of studios that this version knows. */
export const readStudioControl = (json: string): StudioControl | undefined => read(shape, json);
