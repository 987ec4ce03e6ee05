/** Runs jobs in their order, so many at once; all of them end before the first error is thrown. */
export async function pool<T>(
  jobs: readonly T[],
  width: number,
  run: (job: T) => Promise<void>,
): Promise<void> {
  const waiting = [...jobs];
  const errors: unknown[] = [];
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      await run(job).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  if (errors.length > 0) {
    throw new AggregateError(errors, `${errors.length} of ${jobs.length} failed`);
  }
}
