import type { Clock } from "./clock.ts";

/** Characters of a batch that is not waited with any longer. */
const BATCH_CHARS = 65_536;

/** Hands over what one turn of the event loop has for each address: waking a thread costs most. */
export function batched(
  { soon }: Pick<Clock, "soon">,
  send: (to: string, texts: readonly string[]) => void,
): (to: string, text: string) => void {
  const batches = new Map<string, { readonly texts: string[]; chars: number }>();
  function flush(to: string): void {
    const batch = batches.get(to);
    batches.delete(to);
    if (batch) send(to, batch.texts);
  }
  return (to, text) => {
    const batch = batches.get(to) ?? { texts: [], chars: 0 };
    batches.set(to, batch);
    batch.chars += text.length;
    if (batch.texts.push(text) === 1) soon(() => flush(to));
    if (batch.chars > BATCH_CHARS) flush(to);
  };
}
