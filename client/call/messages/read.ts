import type { Shape } from "../../../protocol/shape.ts";

/** Decodes JSON of a shape; undefined when it is not of that shape. */
export function read<T>(shape: Shape<T>, json: string): T | undefined {
  try {
    return shape(JSON.parse(json));
  } catch {
    return undefined;
  }
}
