import type { Shape } from "../../../protocol/shape.ts";

/** Decodes JSON by the shape of its `type`; undefined when it has none of these, or is not of it. */
export function readTyped<T>(
  shapes: ReadonlyMap<string, Shape<T>>,
  json: string,
): T | undefined {
  return read((value) => shapes.get(typeOf(value) ?? "")?.(value), json);
}

/** Type that a message says it has; undefined when it says none. */
export const readType = (json: string): string | undefined => read(typeOf, json);

function typeOf(value: unknown): string | undefined {
  const type = typeof value === "object" && value !== null && "type" in value && value.type;
  return typeof type === "string" ? type : undefined;
}

/** Decodes JSON of a shape; undefined when it is not of that shape. */
export function read<T>(shape: Shape<T>, json: string): T | undefined {
  try {
    return shape(JSON.parse(json));
  } catch {
    return undefined;
  }
}
