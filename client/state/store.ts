/** One value that can be read, replaced and watched. */
export interface Store<T> {
  get(): T;
  /** Merges `part` into the value and tells the watchers when something differs. */
  set(part: Partial<T>): void;
  /** Calls `watcher` after each change until `signal` aborts. */
  watch(watcher: (value: T) => void, signal: AbortSignal): void;
}

/** A store that begins with `value`. */
export function store<T extends object>(value: T): Store<T> {
  const watchers = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(part) {
      const next = { ...value, ...part };
      const keys = Object.keys(part) as (keyof T)[];
      if (keys.every((key) => Object.is(value[key], next[key]))) return;
      value = next;
      for (const watcher of [...watchers]) watcher(value);
    },
    watch(watcher, signal) {
      if (signal.aborted) return;
      watchers.add(watcher);
      signal.addEventListener("abort", () => watchers.delete(watcher), { once: true });
    },
  };
}
