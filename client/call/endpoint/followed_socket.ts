/** The newest socket to the server; undefined before the first. */
export type NewestSocket = () => Pick<WebSocket, "addEventListener"> | undefined;

/**
 * Follows the newest socket: to be called at each look, it hears the text frames of another one from
 * then on, until the signal aborts, and returns true for it. Its welcome may have been heard before.
 */
export function followSocket(
  newest: NewestSocket,
  hear: (frame: string) => void,
  signal: AbortSignal,
): () => boolean {
  let followed: ReturnType<NewestSocket>;
  return () => {
    const socket = newest();
    if (!socket || socket === followed) return false;
    followed = socket;
    socket.addEventListener("message", ({ data }) => {
      if (!signal.aborted && typeof data === "string") hear(data);
    }, { signal });
    return true;
  };
}
