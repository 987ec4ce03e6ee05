import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

const HIDE_MS = 3000;

/** Tells when the controls rest: nothing moved for 3 s, none is focused, nothing holds them. */
export function AutoHide(props: {
  room: RefObject<HTMLElement | null>;
  held: boolean;
  onIdle: (idle: boolean) => void;
}) {
  const { room, held, onIdle } = props;
  useEffect(() => {
    if (held) return onIdle(false);
    const over = new AbortController();
    const { signal } = over;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      if (room.current?.querySelector(":focus-visible")) wake();
      else onIdle(true);
    };
    const wake = () => {
      clearTimeout(timer);
      timer = setTimeout(rest, HIDE_MS);
      onIdle(false);
    };
    wake();
    for (const type of ["pointermove", "pointerdown", "keydown", "focusin"] as const) {
      addEventListener(type, wake, { signal, passive: true });
    }
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [held, onIdle]);
  return null;
}
