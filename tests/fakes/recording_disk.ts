import type { RecordingDisk } from "../../client/call/interaction/recordings.ts";
import { limitTime } from "../../client/platform/in_time.ts";
import { fakeClock } from "./clock.ts";

type Wish =
  | { readonly handle: { readonly name: string }; readonly lock: string }
  | ArrayBuffer
  | null;

/** Disk for recordings: the files, locks and clock that all pages of a browser share. */
export class FakeRecordingDisk {
  readonly files = new Map<string, string>();
  readonly #held = new Map<string, { released: Promise<void>; release: () => void }>();
  readonly clock = fakeClock();
  nowMs = 1000;
  /** `none`: the browser lets none run; `fail`: at their start; `silent`: they answer nothing. */
  workers: "work" | "none" | "fail" | "silent" = "work";

  /** Name of a file that is there and cannot be read. */
  unreadable = "";

  /** Recordings that run. */
  running(): number {
    return this.#held.size;
  }

  /** The page that held everything has crashed. */
  crash(): void {
    for (const lock of this.#held.keys()) this.#release(lock);
  }

  as(): RecordingDisk {
    return {
      folder: (create) =>
        create || this.files.size > 0
          ? Promise.resolve(this.#folder() as unknown as FileSystemDirectoryHandle)
          : Promise.reject(new DOMException("none", "NotFoundError")),
      startWorker: () => this.workers === "none" ? null : this.#worker(),
      locks: this.#locks() as unknown as RecordingDisk["locks"],
      now: () => this.nowMs,
      inTime: limitTime(this.clock.later),
    };
  }

  #folder() {
    const handle = (name: string) => ({
      name,
      getFile: () =>
        name === this.unreadable
          ? Promise.reject(new DOMException("", "NotReadableError"))
          : Promise.resolve(new Blob([this.files.get(name) ?? ""])),
    });
    const names = () => [...this.files.keys()];
    return {
      getFileHandle: (name: string, { create = false } = {}) => {
        if (!create && !this.files.has(name)) {
          return Promise.reject(new DOMException("none", "NotFoundError"));
        }
        if (create) this.files.set(name, this.files.get(name) ?? "");
        return Promise.resolve(handle(name));
      },
      removeEntry: (name: string) => Promise.resolve(void this.files.delete(name)),
      async *keys() {
        yield* names();
      },
    };
  }

  #worker() {
    let name = "";
    const target = new EventTarget();
    if (this.workers === "fail") queueMicrotask(() => target.dispatchEvent(new Event("error")));
    const write = (wish: Wish) => {
      if (this.workers !== "work") return;
      if (wish instanceof ArrayBuffer) {
        this.files.set(name, `${this.files.get(name)}${new TextDecoder().decode(wish)}`);
      } else if (wish) {
        name = wish.handle.name;
        this.#hold(wish.lock);
      }
      queueMicrotask(() => target.dispatchEvent(new MessageEvent("message", { data: null })));
    };
    return {
      postMessage: write,
      addEventListener: target.addEventListener.bind(target),
      terminate: () => this.#release(`visavis-recording ${name}`),
    };
  }

  #hold(lock: string): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(lock, { released: promise, release: resolve });
  }

  #release(lock: string): void {
    this.#held.get(lock)?.release();
    this.#held.delete(lock);
  }

  #locks() {
    return {
      request: async (name: string, _: unknown, look: () => Promise<void>) => {
        await this.#held.get(name)?.released;
        await look();
      },
    };
  }
}
