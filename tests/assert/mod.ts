/**
 * The assertions of `@std/assert` that the tests use, for machines that cannot reach JSR. Remove
 * the `links` entry in deno.json and the published package takes over.
 */
import { AssertionError, deepStrictEqual } from "node:assert";

export { AssertionError };

/** Throws unless true-ish. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError({ message: msg });
}

/** Throws unless deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  deepStrictEqual(actual, expected, msg);
}
