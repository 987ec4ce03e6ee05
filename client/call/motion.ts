import { ID } from "../../protocol/mod.ts";
import { flag, type Infer, literal, object, type Shape, text } from "../../protocol/shape.ts";
import { read } from "./payload.ts";

/** The call goes on in the room of a new key, without one member; `passed`: heard of another. */
const move = object({
  type: literal("move"),
  key: text(43, /^[A-Za-z0-9_-]{43}$/),
  without: text(22, ID),
  passed: flag,
});

/** Whoever is not told the key learns that the others go on elsewhere. */
const moved = object({ type: literal("moved") });

const motions = new Map<string, Shape<Motion>>(Object.entries({ move, moved }));

export type Move = Infer<typeof move>;
/** What members decide among themselves, on the data channel; what comes late understands it. */
export type Motion = Move | Infer<typeof moved>;

/** Decodes it; undefined when it is none that this version knows. */
export function readMotion(json: string): Motion | undefined {
  return read((value) => {
    if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
    return typeof value.type === "string" ? motions.get(value.type)?.(value) : undefined;
  }, json);
}
