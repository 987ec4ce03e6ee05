import { deepStrictEqual } from "node:assert";
/** Throws unless deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void { deepStrictEqual(actual, expected, msg); }
