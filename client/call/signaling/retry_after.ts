/** The slice of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: { redirect: "manual"; cache: "no-store"; signal: AbortSignal },
) => Promise<Pick<Response, "status" | "headers">>;

/** No server is believed when it asks for a longer pause. */
const MAX_RETRY_AFTER_SECONDS = 60;

/**
 * Asks by HTTP what a WebSocket does not tell: for how many milliseconds a busy server wants to be
 * left alone (`Retry-After` of RFC 9110 §10.2.3, in seconds). 0: it is no such server, or nobody.
 * Null: it serves no pages of this origin.
 */
export async function askRetryAfter(
  fetch: Fetch,
  socket: string,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const url = socket.replace(/^ws/, "http");
    const { status, headers } = await fetch(url, { redirect: "manual", cache: "no-store", signal });
    if (status === 403) return null;
    if (status !== 503 && status !== 429) return 0;
    return Math.min(Number(headers.get("retry-after")) || 0, MAX_RETRY_AFTER_SECONDS) * 1000;
  } catch {
    return 0;
  }
}
