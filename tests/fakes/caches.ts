/** Caches in memory, as far as kept versions need them; a path finds what was put under it. */
export function fakeCaches(): Pick<CacheStorage, "open" | "match" | "keys" | "delete"> {
  const all = new Map<string, Map<string, Response>>();
  const pathOf = (request: RequestInfo | URL) =>
    new URL(request instanceof Request ? request.url : request, "http://fake").pathname;

  function cacheOver(entries: Map<string, Response>): Cache {
    const refuse = () => Promise.reject(new Error("not faked"));
    return {
      match: (request) => Promise.resolve(entries.get(pathOf(request))?.clone()),
      put(request, response) {
        entries.set(pathOf(request), response);
        return Promise.resolve();
      },
      add: refuse,
      addAll: refuse,
      delete: refuse,
      keys: refuse,
      matchAll: refuse,
    };
  }

  const open = (name: string) => {
    const entries = all.get(name) ?? new Map<string, Response>();
    all.set(name, entries);
    return Promise.resolve(cacheOver(entries));
  };
  return {
    open,
    async match(request) {
      for (const name of all.keys()) {
        const found = await (await open(name)).match(request);
        if (found) return found;
      }
      return undefined;
    },
    keys: () => Promise.resolve([...all.keys()]),
    delete: (name) => Promise.resolve(all.delete(name)),
  };
}
