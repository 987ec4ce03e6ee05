/** Options of {@link openConnectedTime}. */
export interface ConnectedTimeOptions {
  /** True if this page is connected with any member. */
  readonly isConnected: () => boolean;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
}

/** Time that this page has been connected with other members without a break. */
export interface ConnectedTime {
  isConnected(): boolean;
  /** True if this page has been in a call for a while: then it would know of a lock. */
  isSettled(): boolean;
  /** Notes the time; to be called every now and then. */
  update(): void;
}

/** Two who come at once may find each other before they hear of a lock; after this they have. */
const SETTLED_MS = 15_000;

/** Begins before this page is connected. */
export function openConnectedTime({ isConnected, elapsed }: ConnectedTimeOptions): ConnectedTime {
  let since: number | null = null;
  return {
    isConnected,
    isSettled: () => since !== null && elapsed() - since >= SETTLED_MS,
    update() {
      since = isConnected() ? since ?? elapsed() : null;
    },
  };
}
