import { useEffect, useState } from "preact/hooks";

/** A video as Safari on phones has it, where nothing else can fill the screen. */
interface PhoneVideo extends HTMLVideoElement {
  readonly webkitEnterFullscreen?: () => void;
}

/** True if the browser can show an element on the whole screen (WHATWG Fullscreen §3). */
export const canFillScreen = (): boolean => document.fullscreenEnabled === true;

/** Shows `element` on the whole screen, or leaves it if it is there. */
export function toggleFullScreen(element: Element): void {
  const isOn = document.fullscreenElement === element;
  const video: PhoneVideo | null = element.querySelector("video");
  if (canFillScreen()) {
    const done = isOn ? document.exitFullscreen() : element.requestFullscreen();
    // Refused without a gesture, or by the page that embeds this one.
    done.catch(() => {});
  } else video?.webkitEnterFullscreen?.();
}

/** True if {@link toggleFullScreen} can do anything with a tile. */
export const canFillWithTile = (): boolean =>
  canFillScreen() || "webkitEnterFullscreen" in HTMLVideoElement.prototype;

/** Element that fills the screen, now and later. */
export function useFullScreen(): Element | null {
  const [element, setElement] = useState(() => document.fullscreenElement ?? null);
  useEffect(() => {
    const over = new AbortController();
    const tell = () => setElement(document.fullscreenElement ?? null);
    document.addEventListener("fullscreenchange", tell, { signal: over.signal });
    return () => over.abort();
  }, []);
  return element;
}
