import { clientShapes } from "../../protocol/mod.ts";

type Kind = keyof typeof clientShapes;
type Fields = Record<string, unknown>;

/** One right value of each kind that any field has. */
const RIGHT: readonly unknown[] = [
  "s_5vDL2lKMtFwXKu8M5KpA",
  "c2VhbGVk",
  "direct",
  "udp",
  "0.5",
  "connected",
  0,
  1,
  true,
  [],
];

/**
 * A message of this kind with every field that its shape reads, found by watching the shape
 * itself: what is added to the schema is fuzzed without anybody thinking of it.
 */
export function sample(kind: Kind): Fields {
  const found: Fields = { type: kind };
  const asked = new Set<string>();
  const shape = clientShapes[kind];
  const spy = (fields: Fields) =>
    new Proxy(fields, {
      getOwnPropertyDescriptor(target, name) {
        asked.add(String(name));
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
    });
  for (;;) {
    const done = shape(spy(found)) !== undefined;
    const next = [...asked].find((name) => !(name in found));
    if (next === undefined) {
      if (done) return found;
      throw new Error(`no right value is known for a field of ${kind}`);
    }
    // Right is what lets the shape go on to the end, or to a field that it has not read yet.
    const right = RIGHT.find((value) => {
      const before = asked.size;
      return shape(spy({ ...found, [next]: value })) !== undefined || asked.size > before;
    });
    if (right === undefined) throw new Error(`no right value is known for ${next} of ${kind}`);
    found[next] = right;
  }
}

/** All kinds that a page may send. */
export const KINDS = Object.keys(clientShapes).filter((kind): kind is Kind => kind in clientShapes);
