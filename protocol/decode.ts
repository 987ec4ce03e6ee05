import { type ServerMessage, serverShapes } from "./schema.ts";
import type { Shape } from "./shape.ts";

/** A decoded message, or the code that says why there is none. */
export type Decoded<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly code: "bad_json" | "bad_message" | "unknown_type" };

// A Map, not an object: an object would also answer to "constructor".
const fromServer = new Map<string, Shape<ServerMessage>>(Object.entries(serverShapes));

/** Decodes a frame that the server sent. Never throws. */
export function decodeServer(frame: string): Decoded<ServerMessage> {
  return decode(fromServer, frame);
}

/** Decodes a frame by the shape of its type. Never throws. */
export function decode<T>(shapes: Map<string, Shape<T>>, frame: string): Decoded<T> {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return { ok: false, code: "bad_json" };
  }
  if (
    typeof value !== "object" || value === null || !("type" in value) ||
    typeof value.type !== "string"
  ) {
    return { ok: false, code: "bad_message" };
  }
  const shape = shapes.get(value.type);
  if (!shape) return { ok: false, code: "unknown_type" };
  const message = shape(value);
  return message === undefined ? { ok: false, code: "bad_message" } : { ok: true, message };
}
