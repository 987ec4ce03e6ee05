import { useEffect, useState } from "preact/hooks";
import { storedSwitch } from "./stored_switch.ts";

/** Window of the page's own that floats above all others; what runs in it is this page's script. */
export type FloatingWindow = Window & typeof globalThis;

/** Place of the call above all other windows: a window, the browser's own for one video, or none. */
export type Floating = FloatingWindow | "video" | null;

/** Slice of the browser that is used. */
export interface PipBrowser {
  /** WICG Document Picture-in-Picture. */
  readonly documentPictureInPicture?: {
    requestWindow(options: { width: number; height: number }): Promise<FloatingWindow>;
  };
  /** W3C Picture-in-Picture; a test has no document. */
  readonly document?: { readonly pictureInPictureEnabled?: boolean };
  readonly self?: unknown;
  readonly parent?: unknown;
}

/** Picture-in-picture of the call: one window, since a page can have no more. */
export interface Pip {
  /** Means that this browser has for it; null where it has none. */
  readonly way: "document" | "video" | null;
  /** Opens it, in a gesture and while somebody watches. */
  open(): Promise<void>;
  close(): void;
  /** Opens or closes it. */
  toggle(): void;
  /** Calls back with where the call floats, now and later. */
  watch(listen: (floating: Floating) => void, signal: AbortSignal): void;
}

/** Size that the browser is asked for, in CSS pixels; it remembers what the person makes of it. */
const SIZE = { width: 360, height: 400 };

/** Finds out which means this browser has; opens nothing. */
export function createPip(browser: PipBrowser): Pip {
  // A page in a frame may open no window.
  const own = browser.parent === browser.self ? browser.documentPictureInPicture : undefined;
  const way = own
    ? "document"
    : browser.document?.pictureInPictureEnabled === true
    ? "video"
    : null;
  const listeners = new Set<(floating: Floating) => void>();
  let floating: Floating = null;
  let opening = false;

  function set(next: Floating): void {
    floating = next;
    for (const listen of listeners) listen(next);
  }

  async function open(): Promise<void> {
    if (floating || opening || listeners.size === 0) return;
    if (!own) return way ? set("video") : undefined;
    opening = true;
    try {
      const opened = await own.requestWindow(SIZE);
      // The call was left while the browser thought about it.
      if (listeners.size === 0) return opened.close();
      opened.addEventListener("pagehide", () => floating === opened && set(null));
      set(opened);
    } catch {
      // Refused without a gesture, or by the person.
    } finally {
      opening = false;
    }
  }

  function close(): void {
    const before = floating;
    set(null);
    if (before && before !== "video") before.close();
  }

  return {
    way,
    open,
    close,
    toggle: () => floating ? close() : void open(),
    watch(listen, signal) {
      listeners.add(listen);
      signal.addEventListener("abort", () => listeners.delete(listen));
      listen(floating);
    },
  };
}

/** Picture-in-picture of this page. */
export const pip = createPip(globalThis);

/** Place of the call above all other windows, now and later. */
export function useFloating(): Floating {
  const [floating, setFloating] = useState<Floating>(null);
  useEffect(() => {
    const over = new AbortController();
    pip.watch(setFloating, over.signal);
    return () => over.abort();
  }, []);
  return floating;
}

/** Picture-in-picture whenever the person switches tabs. */
export const automaticPip = storedSwitch("visavis.pip", false);

/** Slice of the media session: not every browser knows this action (Media Session §5). */
interface Session {
  setActionHandler(action: string, handle: (() => void) | null): void;
}

/**
 * Has the browser open it when the person switches tabs, or no more; the browser asks the person.
 * False where it cannot.
 */
export function floatWhenHidden(
  on: boolean,
  session: Session | undefined = navigator.mediaSession,
): boolean {
  try {
    session?.setActionHandler("enterpictureinpicture", on ? () => void pip.open() : null);
    return session !== undefined && pip.way === "document";
  } catch {
    return false;
  }
}
