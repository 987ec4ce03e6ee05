// Apart from the other decoders: a page loads it when it first listens for a studio.
import { decode, type Decoded } from "./decode.ts";
import type { Shape } from "./shape.ts";
import { type StudioMessage, studioShapes } from "./studio.ts";

const shapes = new Map<string, Shape<StudioMessage>>(Object.entries(studioShapes));

/** Decodes a frame of the server about a studio. Never throws. */
export const decodeStudio = (frame: string): Decoded<StudioMessage> => decode(shapes, frame);
