import type { Socket } from "../call/signaling/server_socket.ts";
import { override } from "../platform/override.ts";

/** Events that are kept for a listener that is not there yet; a server that says more is left. */
const MAX_HELD = 64;

/** Makes a socket that tells its first listeners what it has said before they came. */
export function bufferEvents(socket: Socket): Socket {
  const held: Event[] = [];
  const over = new AbortController();
  const keep = (event: Event) => {
    held.push(event);
    if (held.length > MAX_HELD) socket.close();
  };
  for (const type of ["message", "close"]) {
    socket.addEventListener(type, keep, { signal: over.signal });
  }

  function listen(
    type: string,
    listener: (event: Event) => void,
    options?: AddEventListenerOptions,
  ): void {
    over.abort();
    socket.addEventListener(type, listener, options);
    for (const event of held.filter((one) => one.type === type)) {
      queueMicrotask(() => options?.signal?.aborted || listener(event));
    }
  }

  return override(socket, { addEventListener: listen });
}
