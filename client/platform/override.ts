/**
 * The same object, some members of which are replaced. The proxy stands before an heir of the
 * object: before the object itself it could replace nothing that is fixed there (ECMA-262 §10.5.8).
 */
export function override<T extends object>(object: T, own: Partial<T>): T {
  const heir: T = Object.create(object);
  return new Proxy(heir, {
    get(_, name) {
      const value: unknown = Reflect.get(name in own ? own : object, name);
      // A method of the browser's works on its own object alone.
      return typeof value === "function" ? value.bind(object) : value;
    },
  });
}
