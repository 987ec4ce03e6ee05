/**
 * The assertions of `@std/assert` that the tests use, for machines that cannot reach JSR. Remove
 * the `links` entry in deno.json and the published package takes over.
 */
import { AssertionError, deepStrictEqual, match, notDeepStrictEqual } from "node:assert";

export { AssertionError };

/** Throws unless true-ish. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError({ message: msg });
}

/** Throws unless deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  deepStrictEqual(actual, expected, msg);
}

/** Throws if deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  notDeepStrictEqual(actual, expected, msg);
}

/** Throws if null or undefined. */
export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T> {
  if (actual === undefined || actual === null) {
    throw new AssertionError({
      message: msg ??
        `Expected actual: "${actual}" to not be null or undefined.`,
    });
  }
}

/** Throws unless the text matches. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  match(actual, expected, msg);
}

/** Throws unless the text contains the other. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  if (actual.includes(expected)) return;
  throw new AssertionError({
    message: msg ?? `Expected actual: "${actual}" to contain: "${expected}".`,
  });
}

/** Throws unless the function throws; gives what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown {
  try {
    fn();
  } catch (fault) {
    return fault;
  }
  throw new AssertionError({ message: msg ?? "Expected function to throw." });
}

/** Rejects unless the promise rejects; gives its reason. */
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown> {
  try {
    await fn();
  } catch (fault) {
    return fault;
  }
  throw new AssertionError({ message: msg ?? "Expected function to reject." });
}
