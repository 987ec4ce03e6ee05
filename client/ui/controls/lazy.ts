import { useEffect, useState } from "preact/hooks";
import { useSpeech } from "../i18n/language.ts";
import type { LatePart } from "../i18n/language_control.ts";

/** After connecting, and long before somebody has found the button, in ms. */
const LOAD_DELAY_MS = 2000;
/** Loaders that have brought their part once: it is at hand on every other screen. */
const brought = new WeakSet();

/**
 * Module that `load` brings, once it and the words that it speaks are there: soon after the first
 * drawing, or at once if `wanted`. Both are under way at the same time.
 */
export function useLazy<T>(load: () => Promise<T>, part: LatePart, wanted: boolean): T | null {
  const { need, [part]: words } = useSpeech();
  const [late, setLate] = useState<{ readonly is: T } | null>(null);
  useEffect(() => {
    if (late) return;
    let over = false;
    const fetch = () => {
      need(part);
      load().then((is) => {
        brought.add(load);
        if (!over) setLate({ is });
      });
    };
    const timer = setTimeout(fetch, wanted || brought.has(load) ? 0 : LOAD_DELAY_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [late, wanted]);
  return late && words ? late.is : null;
}
