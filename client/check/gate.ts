/** A promise that is resolved from outside: Chromium has `Promise.withResolvers` from 119 on only. */
export interface Gate {
  readonly opened: Promise<void>;
  /** Resolves it; once is enough. */
  readonly open: () => void;
}

/** Makes one. */
export function openGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => open = resolve);
  return { opened, open };
}
