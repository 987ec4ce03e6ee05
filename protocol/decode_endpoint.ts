// Apart from the other decoders: a page loads it when it first listens for an endpoint.
import { decode, type Decoded } from "./decode.ts";
import type { Shape } from "./shape.ts";
import { type EndpointMessage, endpointShapes } from "./endpoint.ts";

const shapes = new Map<string, Shape<EndpointMessage>>(Object.entries(endpointShapes));

/** Decodes a frame of the server about an endpoint. Never throws. */
export const decodeEndpoint = (frame: string): Decoded<EndpointMessage> => decode(shapes, frame);
