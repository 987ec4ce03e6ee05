/** The chunk of a page that is shown in a frame: its parts put together with the browser. */
import { ancestorsIn, startEmbedding, type WindowMessage } from "./app/embedding.ts";
import type { PageController } from "./app/page.ts";

/** Waiting time before the next try to read the policy. */
const RETRY_MS = 2000;

/** Speaks with the page around this one, if the server's policy names its origin. */
export async function embed({ state, actions }: PageController): Promise<void> {
  const origins = ancestorsIn(await policy());
  startEmbedding({
    state,
    actions,
    parent,
    origins,
    listen(hear: (message: WindowMessage) => void, signal) {
      addEventListener("message", hear, { signal });
    },
    signal: new AbortController().signal,
  });
}

/** The policy of this page: the one place where the origins stand, and the browser enforces it. */
async function policy(): Promise<string> {
  while (true) {
    try {
      const { headers } = await fetch(location.pathname, { method: "HEAD" });
      return headers.get("content-security-policy") ?? "";
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
