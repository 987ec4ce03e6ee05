import type { Locks } from "../../client/call/security/identity.ts";

/** The locks of one browser: held until {@link FakeLocks.closeTab}. */
export class FakeLocks {
  readonly held = new Set<string>();
  /** The page may not use locks, as in an embedded frame without permission. */
  forbidden = false;

  request(
    name: string,
    options: { ifAvailable?: boolean },
    hold: (lock: Lock | null) => unknown,
  ): Promise<void> {
    if (this.forbidden) return Promise.reject(new DOMException("no", "SecurityError"));
    if (!options.ifAvailable) throw new Error("would wait for ever");
    const free = !this.held.has(name);
    if (free) this.held.add(name);
    queueMicrotask(() => {
      const until = hold(free ? { name, mode: "exclusive" } : null);
      if (free && !(until instanceof Promise)) this.held.delete(name);
    });
    return new Promise<void>(() => {});
  }

  /** The tab that held everything is gone. */
  closeTab(): void {
    this.held.clear();
  }

  as(): Locks {
    return this as unknown as Locks;
  }
}
