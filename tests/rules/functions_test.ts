import { assertEquals } from "@std/assert";
import { readSource, SOURCES, sourcesOf, walk } from "../harness/sources.ts";

/** A function beyond a limit: lines with all that is nested in it, and its own `let`s. */
interface Size {
  readonly lines?: number;
  readonly lets?: number;
}

const MAX_LINES = 80;
const MAX_LETS = 6;

Deno.test("functions: none has more than 80 lines or 6 `let`, nested ones included", async () => {
  const found: Record<string, Size> = {};
  for await (const path of sourcesOf(SOURCES)) {
    Object.assign(found, offenders(path, await readSource(path)));
  }
  assertEquals(found, {});
});

Deno.test("functions: nested lines count for the outer function, nested `let`s for the inner one", () => {
  const inner = `const inner = () => {\n${"let a;\n".repeat(7)}};`;
  const lines = "\n".repeat(81);
  assertEquals(offenders("a.ts", `function outer() { let b; ${inner} }`), {
    "a.ts outer.inner": { lets: 7 },
  });
  assertEquals(offenders("a.ts", `function outer() { ${inner} ${lines} }`), {
    "a.ts outer": { lines: 90 },
    "a.ts outer.inner": { lets: 7 },
  });
  assertEquals(offenders("a.ts", `class A { #x() { ${lines} } get y() {${lines}} }`), {
    "a.ts A.#x": { lines: 82 },
    "a.ts A.y": { lines: 82 },
  });
  assertEquals(
    offenders("a.tsx", `const o = { f: async <T>() => <p>{list.map(() => {${lines}})}</p> };`),
    { "a.tsx o.f": { lines: 82 }, "a.tsx o.f.map()": { lines: 82 } },
  );
  assertEquals(offenders("a.ts", `export default function () {${lines}}`), {
    "a.ts default": { lines: 82 },
  });
});

Deno.test("functions: braces and words in texts, patterns and comments mislead nobody", () => {
  const text = [
    "function small() {",
    "  const a = /[}/]{2}`/.test(`{${`}`}`) ? '{' : \"}\";",
    "  // } let b; let c; let d; let e; let f; let g; let h;",
    "  /* { let b, c, d, e, f, g, h; */",
    "  return a;",
    "}",
    "\n".repeat(90),
    "function wide() { let a, b, c; let { d, e } = x; let [f, ...g] = y; for (let h = 0;;); }",
  ].join("\n");
  assertEquals(offenders("a.ts", text), { "a.ts wide": { lets: 8 } });
});

/** Functions of a source that are beyond a limit, by path and name; the outer names stand first. */
function offenders(path: string, text: string): Record<string, Size> {
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const lineOf = (at: number) => starts.filter((start) => start < at).length;
  const names: string[] = [];
  const lets = [0];
  const found: Record<string, Size> = {};
  const enter = (node: Scope) => {
    names.push(nameOf(node));
    lets.push(0);
  };
  const leave = ({ range: [from, to] }: Scope) => {
    const lines = lineOf(to) - lineOf(from) + 1;
    const own = lets.pop() ?? 0;
    let name = `${path} ${names.join(".")}`;
    while (name in found) name += "'";
    names.pop();
    if (lines <= MAX_LINES && own <= MAX_LETS) return;
    found[name] = {
      ...(lines > MAX_LINES ? { lines } : {}),
      ...(own > MAX_LETS ? { lets: own } : {}),
    };
  };
  walk(path, text, () => ({
    FunctionDeclaration: enter,
    FunctionExpression: enter,
    ArrowFunctionExpression: enter,
    "FunctionDeclaration:exit": leave,
    "FunctionExpression:exit": leave,
    "ArrowFunctionExpression:exit": leave,
    VariableDeclaration(node) {
      if (node.kind !== "let") return;
      const declared = node.declarations.reduce((sum, { id }) => sum + namesIn(id), 0);
      lets.push((lets.pop() ?? 0) + declared);
    },
  }));
  return found;
}

type Scope =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

/** Name of a function: its own, or that of what it is assigned or handed to. */
function nameOf(node: Scope): string {
  if ("id" in node && node.id) return node.id.name;
  return heldBy(node.parent);
}

function heldBy(node: Deno.lint.Node): string {
  switch (node.type) {
    case "VariableDeclarator":
      return textOf(node.id);
    case "Property": {
      const outer = node.parent.parent;
      const holder = outer.type === "VariableDeclarator" ? `${textOf(outer.id)}.` : "";
      return `${holder}${textOf(node.key)}`;
    }
    case "MethodDefinition":
    case "PropertyDefinition": {
      const owner = node.parent.parent;
      const name = "id" in owner && owner.id ? `${textOf(owner.id)}.` : "";
      return `${name}${textOf(node.key)}`;
    }
    case "AssignmentExpression":
      return textOf(node.left);
    case "CallExpression":
    case "NewExpression":
      return `${textOf(node.callee)}()`;
    case "ExportDefaultDeclaration":
      return "default";
  }
  return "anonymous";
}

function textOf(node: Deno.lint.Node): string {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "PrivateIdentifier":
      return `#${node.name}`;
    case "Literal":
      return `${node.value}`;
    case "MemberExpression":
      return textOf(node.property);
  }
  return "anonymous";
}

/** Number of names that a pattern declares. */
function namesIn(pattern: Deno.lint.Node | null): number {
  switch (pattern?.type) {
    case "Identifier":
      return 1;
    case "ObjectPattern":
      return pattern.properties.reduce((sum, one) => sum + namesIn(one), 0);
    case "ArrayPattern":
      return pattern.elements.reduce((sum, one) => sum + namesIn(one), 0);
    case "Property":
      return namesIn(pattern.value);
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
  }
  return 0;
}
