/** The slice of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: { method: "POST"; redirect: "manual"; cache: "no-store"; signal: AbortSignal },
) => Promise<Pick<Response, "status" | "headers">>;

/** Reason why a WebSocket does not open, as far as HTTP tells. */
export type Refusal =
  /** The server wants to be left alone for so many milliseconds. */
  | { readonly is: "busy"; readonly ms: number }
  /** It serves no pages of this origin. */
  | { readonly is: "forbidden" }
  /** It answers, and would upgrade: something on the way drops the upgrade. */
  | { readonly is: "no_upgrade" }
  /** It is no such server, or nobody. */
  | { readonly is: "unknown" };

/** No server is believed when it asks for a longer pause. */
const MAX_RETRY_AFTER_SECONDS = 60;

/**
 * Asks by HTTP what a WebSocket does not tell: whether a busy server wants to be left alone
 * (`Retry-After` of RFC 9110 §10.2.3, in seconds), what it thinks of this origin, and whether it is
 * reached at all. A POST, because browsers send no Origin with a GET to the page's own origin.
 */
export async function askRefusal(
  fetch: Fetch,
  socket: string,
  signal: AbortSignal,
): Promise<Refusal> {
  try {
    const url = socket.replace(/^ws/, "http");
    const options = { method: "POST", redirect: "manual", cache: "no-store", signal } as const;
    const { status, headers } = await fetch(url, options);
    if (status === 403) return { is: "forbidden" };
    if (status === 426) return { is: "no_upgrade" };
    const seconds = status === 503 || status === 429 ? Number(headers.get("retry-after")) || 0 : 0;
    if (seconds <= 0) return { is: "unknown" };
    return { is: "busy", ms: Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1000 };
  } catch {
    return { is: "unknown" };
  }
}
