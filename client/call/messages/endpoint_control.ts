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

/** Counts of a token's changes go from 1 to this. */
export const MAX_TOKEN_COUNT = 2 ** 31;

const count = integer(1, MAX_TOKEN_COUNT);
const token = text(43, /^(?:[A-Za-z0-9_-]{43})?$/);

/** Token of the call's studio; empty once it is revoked. The newest `count` holds, then the greatest token. */
const studio = object({ type: literal("studio"), count, token });
/** Token of the call's endpoint for players; the same holds for it. */
const players = object({ type: literal("players"), count, token });
/** The third m-line of the writer carries the studio, or does so no longer. */
const live = object({ type: literal("studio-live"), on: flag });

/** Token of an endpoint, as members tell it each other. */
export type TokenState = Infer<typeof studio> | Infer<typeof players>;
export type StudioLive = Infer<typeof live>;
/** Messages of members about the endpoints of their call. */
export type EndpointControl = TokenState | StudioLive;

const shape: Shape<EndpointControl> = (value) => studio(value) ?? players(value) ?? live(value);

/** Decodes a control message; undefined when it is none of endpoints that this version knows. */
export const readEndpointControl = (json: string): EndpointControl | undefined => read(shape, json);
