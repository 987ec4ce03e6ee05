/**
 * Runs `play` and then each of `ends`, whatever happened before. An error of `play` is not hidden
 * by one of an end: it is thrown first.
 */
export async function runWithEnds(
  play: () => Promise<void>,
  ...ends: readonly (() => Promise<unknown>)[]
): Promise<void> {
  const errors: unknown[] = [];
  for (const step of [play, ...ends]) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 1) throw new AggregateError(errors, `${errors[0]}, and ends failed`);
  if (errors.length > 0) throw errors[0];
}
