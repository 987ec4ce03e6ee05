import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

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
