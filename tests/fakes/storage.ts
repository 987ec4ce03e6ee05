/** A storage that may be forbidden, as in a private window. */
export class FakeStorage implements Storage {
  readonly #items = new Map<string, string>();
  /** Every use throws a SecurityError. */
  forbidden = false;

  constructor(items: Readonly<Record<string, string>> = {}) {
    for (const [key, value] of Object.entries(items)) this.#items.set(key, value);
  }

  get length(): number {
    return this.#allowed().size;
  }

  key(at: number): string | null {
    return [...this.#allowed().keys()][at] ?? null;
  }

  getItem(key: string): string | null {
    return this.#allowed().get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#allowed().set(key, value);
  }

  removeItem(key: string): void {
    this.#allowed().delete(key);
  }

  clear(): void {
    this.#allowed().clear();
  }

  /** As a browser copies it into a duplicated tab. */
  copy(): FakeStorage {
    return new FakeStorage(Object.fromEntries(this.#items));
  }

  #allowed(): Map<string, string> {
    if (this.forbidden) throw new DOMException("forbidden", "SecurityError");
    return this.#items;
  }
}
