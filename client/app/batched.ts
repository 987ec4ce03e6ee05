/** A function that runs `run` once after the current task, however often it is called before. */
export function batched(run: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      run();
    });
  };
}
