/** A controller that is aborted with `signal`, and by itself (`AbortSignal.any` is newer). */
export function childOf(signal: AbortSignal): AbortController {
  const child = new AbortController();
  const end = () => child.abort();
  signal.addEventListener("abort", end, { signal: child.signal });
  if (signal.aborted) end();
  return child;
}
