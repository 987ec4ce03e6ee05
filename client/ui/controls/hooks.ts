import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Levels } from "../../state/actions.ts";

/** True while a media query holds. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const over = new AbortController();
    const list = matchMedia(query);
    setHolds(list.matches);
    list.addEventListener("change", () => setHolds(list.matches), { signal: over.signal });
    return () => over.abort();
  }, [query]);
  return holds;
}

/** An element's size in CSS pixels, and the space that its padding keeps free. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly inset: { top: number; right: number; bottom: number; left: number };
}

/** The size of an element, now and later; null before it is known. */
export function useSize(element: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => {
      const style = getComputedStyle(target);
      setSize({
        width: target.offsetWidth,
        height: target.offsetHeight,
        inset: {
          top: parseFloat(style.paddingTop),
          right: parseFloat(style.paddingRight),
          bottom: parseFloat(style.paddingBottom),
          left: parseFloat(style.paddingLeft),
        },
      });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    measure();
    return () => observer.disconnect();
  }, []);
  return size;
}

/** True once `value` has been the same for `ms` milliseconds. */
export function useLasting(value: unknown, ms: number): boolean {
  const [lasting, setLasting] = useState<unknown>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLasting([value]), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return Array.isArray(lasting) && lasting[0] === value;
}

/** Levels are looked at this often, in ms. */
const LEVEL_INTERVAL_MS = 80;
/** The first second belongs to connecting: an audio context costs as much as a handshake. */
const LEVEL_DELAY_MS = 1000;

/** Writes `--level` on every element of a document that names a person in `data-level`. */
export function useLevels(levels: Levels, root = document): void {
  useEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const shown = new WeakMap<Element, number>();
    const draw = () => {
      // Neither for a hidden page nor for one that wants no motion.
      if (still.matches || root.hidden) return;
      for (const element of root.querySelectorAll<HTMLElement>("[data-level]")) {
        const now = levels.of(element.dataset["level"] ?? "");
        const before = shown.get(element) ?? 0;
        // Up at once, down slowly: a voice is not a row of blinks.
        const next = now > before ? now : before * 0.6 + now * 0.4;
        const level = next < 0.02 ? 0 : next;
        shown.set(element, level);
        if (level.toFixed(2) === before.toFixed(2)) continue;
        element.style.setProperty("--level", level.toFixed(2));
      }
    };
    let timer = setTimeout(() => {
      timer = setInterval(draw, LEVEL_INTERVAL_MS);
    }, LEVEL_DELAY_MS);
    // One clear ends either kind (HTML §8.6).
    return () => clearTimeout(timer);
  }, [levels, root]);
}
