import { assertEquals } from "@std/assert";
import { readSource, SOURCES, sourcesOf, walk } from "../harness/sources.ts";

/** Members of an interface, or of a type: of an intersection, all that it joins. */
interface Shape {
  readonly methods: readonly string[];
  readonly fields: readonly string[];
}

const MAX_METHODS = 14;
const MAX_OPTIONS = 12;
/** Intersection of slices, which parts of the page take; the store has them as one value. */
const JOINED = ["client/state/call_state.ts CallState"];

Deno.test("interfaces: none has more than 14 methods, and no bag has more than 12 members", async () => {
  const sources = new Map<string, string>();
  for await (const path of sourcesOf(SOURCES)) sources.set(path, await readSource(path));
  assertEquals(Object.keys(offenders(sources)).sort(), JOINED);
});

Deno.test("interfaces: planted ones are found, with all that they inherit, pick and omit", () => {
  const list = (count: number, member: string) =>
    Array.from({ length: count }, (_, at) => `${member}`.replace("#", `${at}`)).join("\n");
  const base = `export interface Base {${
    list(8, "readonly a#: string;")
  } b(): void; c: () => void }`;
  const heir = (members: string, base = "Base") =>
    `import type { Base } from "./base.ts";\nexport interface Heir extends ${base} {${members}}`;
  const judge = (text: string) =>
    offenders(new Map([["x/base.ts", base], ["x/heir.ts", text]]))["x/heir.ts Heir"];
  assertEquals(judge(heir(list(3, "readonly d#: number;"))), "13 members");
  assertEquals(judge(heir(list(2, "readonly d#: number;"))), undefined);
  assertEquals(judge(heir(list(10, "readonly d#: number;"), 'Pick<Base, "a1" | "b">')), undefined);
  assertEquals(
    judge(heir(list(11, "readonly d#: number;"), 'Pick<Base, "a1" | "b">')),
    "13 members",
  );
  assertEquals(judge(heir(list(4, "readonly d#: number;"), 'Omit<Base, "a1" | "b">')), undefined);
  assertEquals(judge(heir(list(13, "d#(): void;"))), "15 methods");
  assertEquals(judge(heir(list(12, "d#(): void;"))), undefined);
  assertEquals(judge("type Heir = Other & {" + list(13, "d#: string;") + "}"), "13 members");
  const joined = list(5, "readonly d#: string;");
  assertEquals(
    judge(`import { Base } from "./base.ts";\ntype Heir = Base & {${joined}}`),
    "15 members",
  );
  const parts = `type One = {${list(7, "a#: string;")}}; type Two = {${list(7, "b#: string;")}};`;
  assertEquals(judge(`${parts} type Heir = One & Two;`), "14 members");
  // A bag of functions is a bag, and exports of a module are its own.
  const options = `interface HeirOptions {${list(13, "readonly d#: () => void;")}}`;
  assertEquals(offenders(new Map([["x/a.ts", options]])), { "x/a.ts HeirOptions": "13 members" });
  assertEquals(judge(`interface Heir {${list(20, "readonly d#: typeof start;")}}`), undefined);
});

/** Interfaces beyond a limit, by path and name, with the number of their methods or members. */
function offenders(sources: ReadonlyMap<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  const all = new Map([...sources].map(([path, text]) => [path, declarations(path, text)]));
  for (const [path, { shapes }] of all) {
    for (const name of shapes.keys()) {
      const { methods, fields } = shapeOf(all, path, name);
      const isBag = methods.length < fields.length || name.endsWith("Options");
      const members = methods.length + fields.length;
      if (isBag && members > MAX_OPTIONS) found[`${path} ${name}`] = `${members} members`;
      if (!isBag && methods.length > MAX_METHODS) {
        found[`${path} ${name}`] = `${methods.length} methods`;
      }
    }
  }
  return found;
}

/** Interfaces and literal types of a source, what they inherit, and the names that it imports. */
interface Declarations {
  readonly shapes: Map<string, Declared>;
  readonly imports: Map<string, { readonly path: string; readonly name: string }>;
}

interface Declared extends Shape {
  readonly inherits: readonly Inherited[];
}

/** A name that is inherited: all its members, or those that are picked, or all but those. */
interface Inherited {
  readonly name: string;
  readonly only?: readonly string[];
  readonly but?: readonly string[];
}

function declarations(path: string, text: string): Declarations {
  const shapes = new Map<string, Declared>();
  const imports = new Map<string, { path: string; name: string }>();
  walk(path, text, () => ({
    ImportDeclaration(node) {
      const from = node.source.value;
      if (!from.startsWith(".")) return;
      const target = new URL(from, `file:///${path}`).pathname.slice(1);
      for (const one of node.specifiers) {
        if (one.type !== "ImportSpecifier") continue;
        const name = one.imported.type === "Identifier" ? one.imported.name : "";
        imports.set(one.local.name, { path: target, name });
      }
    },
    TSInterfaceDeclaration(node) {
      const inherits = node.extends.flatMap((one) =>
        one.expression.type === "Identifier"
          ? inherited(one.expression.name, one.typeArguments?.params ?? [])
          : []
      );
      shapes.set(node.id.name, { ...membersOf(node.body.body), inherits });
    },
    TSTypeAliasDeclaration(node) {
      const declared = ofType(node.typeAnnotation);
      if (declared) shapes.set(node.id.name, declared);
    },
  }));
  return { shapes, imports };
}

/** Members of a literal type, of what a name stands for, or of an intersection; null for others. */
function ofType(node: Deno.lint.TypeNode): Declared | null {
  if (node.type === "TSTypeLiteral") return { ...membersOf(node.members), inherits: [] };
  if (node.type === "TSTypeReference" && node.typeName.type === "Identifier") {
    const inherits = inherited(node.typeName.name, node.typeArguments?.params ?? []);
    return { methods: [], fields: [], inherits };
  }
  if (node.type !== "TSIntersectionType") return null;
  const parts = node.types.flatMap((one) => ofType(one) ?? []);
  return {
    methods: parts.flatMap(({ methods }) => methods),
    fields: parts.flatMap(({ fields }) => fields),
    inherits: parts.flatMap(({ inherits }) => inherits),
  };
}

function inherited(name: string, params: readonly Deno.lint.TypeNode[]): Inherited[] {
  if (name !== "Pick" && name !== "Omit") return [{ name }];
  const [from, keys] = params;
  if (from?.type !== "TSTypeReference" || from.typeName.type !== "Identifier" || !keys) return [];
  const list = textsOf(keys);
  return [{ name: from.typeName.name, ...(name === "Pick" ? { only: list } : { but: list }) }];
}

function textsOf(node: Deno.lint.TypeNode): string[] {
  if (node.type === "TSUnionType") return node.types.flatMap(textsOf);
  if (node.type !== "TSLiteralType" || node.literal.type !== "Literal") return [];
  return [`${node.literal.value}`];
}

function membersOf(nodes: readonly Deno.lint.Node[]): Shape {
  const methods: string[] = [];
  const fields: string[] = [];
  for (const node of nodes) {
    if (node.type === "TSMethodSignature" && node.key.type === "Identifier") {
      methods.push(node.key.name);
    }
    if (node.type === "TSPropertySignature" && node.key.type === "Identifier") {
      const type = node.typeAnnotation?.typeAnnotation.type;
      // Exports of a module, which is loaded as one.
      if (type === "TSTypeQuery") continue;
      (type === "TSFunctionType" ? methods : fields).push(node.key.name);
    }
  }
  return { methods, fields };
}

/** Members of a declaration, with those that it inherits from other files. */
function shapeOf(all: ReadonlyMap<string, Declarations>, path: string, name: string): Shape {
  const own = all.get(path)?.shapes.get(name);
  if (!own) {
    const imported = all.get(path)?.imports.get(name);
    return imported ? shapeOf(all, imported.path, imported.name) : { methods: [], fields: [] };
  }
  const shapes: Shape[] = [own];
  for (const { name, only, but } of own.inherits) {
    const { methods, fields } = shapeOf(all, path, name);
    const stays = (one: string) => (only?.includes(one) ?? true) && !but?.includes(one);
    shapes.push({ methods: methods.filter(stays), fields: fields.filter(stays) });
  }
  const union = (part: keyof Shape) => [...new Set(shapes.flatMap((one) => one[part]))];
  return { methods: union("methods"), fields: union("fields") };
}
