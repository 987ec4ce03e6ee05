import type { Visitor } from "./visitor.ts";
import { until } from "./wait_until.ts";

/** Runs in a page before its own scripts: notes bytes that the page makes addresses for, and sends. */
export function fileWitness(): void {
  const seen = { saved: [] as Blob[], sent: 0 };
  Object.assign(globalThis, { __files: seen });
  const native = URL.createObjectURL;
  URL.createObjectURL = (object: Blob) => {
    seen.saved.push(object);
    return native.call(URL, object);
  };
  const send = RTCDataChannel.prototype.send;
  RTCDataChannel.prototype.send = function (data: never) {
    if (this.label.startsWith("file-") && typeof data !== "string") {
      seen.sent += (data as ArrayBufferView).byteLength;
    }
    return send.call(this, data);
  };
}

interface Witnessed {
  readonly __files: { readonly saved: readonly Blob[]; readonly sent: number };
  __chosen?: File;
}

/** Has a page choose a made-up file of so many bytes; gives its SHA-256. */
export async function choose({ page }: Visitor, does: string, name: string, size: number) {
  await until("a button for files", () => page.$(`[data-files="${does}"]`));
  return await page.evaluate(
    async (does, name, size) => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for (let at = 0; at < size; at += 65_536) {
        parts.push(crypto.getRandomValues(new Uint8Array(Math.min(65_536, size - at))));
      }
      const file = new File(parts, name);
      (globalThis as unknown as Witnessed).__chosen = file;
      const chosen = new DataTransfer();
      chosen.items.add(file);
      const input = document.querySelector<HTMLInputElement>(`[data-files="${does}"]`);
      if (!input) throw new Error("no input");
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      const digest = new Uint8Array(
        await crypto.subtle.digest("SHA-256", await file.arrayBuffer()),
      );
      return [...digest].join();
    },
    does,
    name,
    size,
  );
}

/** SHA-256 of what a page has received last. */
export function savedDigest({ page }: Visitor): Promise<string> {
  return page.evaluate(async () => {
    const blob = (globalThis as unknown as Witnessed).__files.saved.at(-1);
    if (!blob) return "";
    return [...new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()))]
      .join();
  });
}

/** Bytes of files that a page has sent since it was loaded. */
export const sentBytes = ({ page }: Visitor): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as Witnessed).__files.sent);

/** Waits until a page shows a file in this state. */
export async function shows({ page }: Visitor, progress: string): Promise<void> {
  const seen = () =>
    page.$$eval("[data-progress]", (all) => all.map((one) => one.getAttribute("data-progress")));
  await until(`a file that is ${progress}`, async () => (await seen()).includes(progress), seen);
}
