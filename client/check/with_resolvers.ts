/** A promise that is resolved from outside: Chromium has `Promise.withResolvers` from 119 on only. */
export interface Resolvers {
  readonly opened: Promise<void>;
  /** Resolves it; once is enough. */
  readonly open: () => void;
}

/** Makes one. */
export function withResolvers(): Resolvers {
  let open = () => {};
  const opened = new Promise<void>((resolve) => open = resolve);
  return { opened, open };
}
