// Apart from the other decoders: only the deferred part of a page needs it.
import { type AudienceMessage, audienceShapes } from "./audience.ts";
import { decode, type Decoded } from "./decode.ts";
import type { Shape } from "./shape.ts";

const shapes = new Map<string, Shape<AudienceMessage>>(Object.entries(audienceShapes));

/** Decodes a frame of the server about those who watch. Never throws. */
export const decodeAudience = (frame: string): Decoded<AudienceMessage> => decode(shapes, frame);
