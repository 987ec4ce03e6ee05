import { useEffect, useState } from "preact/hooks";
/** After connecting, and long before somebody has found the button, in ms. */
const SOON = 2000;
/** What was brought once is at hand on every other screen. */
const brought = new WeakSet();

/** Module that `load` brings, once it is there: soon after the first drawing, or at once if `wanted`. */
export function useLazy<T>(load: () => Promise<T>, wanted: boolean): T | null {
  const [late, setLate] = useState<{ readonly is: T } | null>(null);
  useEffect(() => {
    if (late) return;
    let over = false;
    const fetch = () =>
      load().then((is) => {
        brought.add(load);
        if (!over) setLate({ is });
      });
    const timer = setTimeout(fetch, wanted || brought.has(load) ? 0 : SOON);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [late, wanted]);
  return late ? late.is : null;
}
