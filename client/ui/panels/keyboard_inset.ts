import { useEffect } from "preact/hooks";

/** Slice of the visual viewport (CSSOM View §12) that is used. */
export type Viewport = Pick<
  VisualViewport,
  "height" | "offsetTop" | "scale" | "addEventListener"
>;

/** Pixels of bars that a browser slides in and out: no keyboard is as low. */
const BARS = 100;

/**
 * Height of a keyboard that lies over the page, in CSS pixels: on iOS, where the page keeps its size.
 * 0 where the page gets smaller instead, and while it is pinched larger.
 */
export function keyboardInset(viewport: Viewport, innerHeight: number): number {
  if (viewport.scale > 1.01) return 0;
  const covered = Math.round(innerHeight - viewport.height - viewport.offsetTop);
  return covered > BARS ? covered : 0;
}

/** Tells the height of the keyboard, now and whenever it changes, until the signal aborts. */
export function watchKeyboard(
  viewport: Viewport,
  innerHeight: () => number,
  tell: (inset: number) => void,
  signal: AbortSignal,
): void {
  const look = () => tell(keyboardInset(viewport, innerHeight()));
  viewport.addEventListener("resize", look, { signal });
  viewport.addEventListener("scroll", look, { signal });
  look();
}

/** Keeps `--keyboard` on the root element while it is drawn. */
export function useKeyboardInset(): void {
  useEffect(() => {
    const { visualViewport: viewport, document } = globalThis;
    if (!viewport) return;
    const over = new AbortController();
    const { style } = document.documentElement;
    const tell = (inset: number) => style.setProperty("--keyboard", `${inset}px`);
    watchKeyboard(viewport, () => innerHeight, tell, over.signal);
    return () => {
      over.abort();
      style.removeProperty("--keyboard");
    };
  }, []);
}
