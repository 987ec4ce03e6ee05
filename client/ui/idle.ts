import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

const PATIENCE = 3000;

/** Whether the controls rest: nothing moved for 3 s, no control is focused, nothing holds them. */
export function useIdle(room: RefObject<HTMLElement | null>, held: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (held) return setIdle(false);
    const over = new AbortController();
    const { signal } = over;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      if (room.current?.querySelector(":focus-visible")) wake();
      else setIdle(true);
    };
    const wake = () => {
      clearTimeout(timer);
      timer = setTimeout(rest, PATIENCE);
      setIdle(false);
    };
    wake();
    for (const type of ["pointermove", "pointerdown", "keydown", "focusin"] as const) {
      addEventListener(type, wake, { signal, passive: true });
    }
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [held]);
  return idle;
}
