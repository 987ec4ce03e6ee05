/** A controller that is aborted with `signal`, and by itself (`AbortSignal.any` is newer). */
export function childOf(signal: AbortSignal): AbortController {
  const child = new AbortController();
  if (signal.aborted) child.abort();
  else signal.addEventListener("abort", () => child.abort(), { once: true, signal: child.signal });
  return child;
}
