/**
 * Runs before the page's own scripts: dispatches `drawn` on the window when what the page brings with
 * it gives way to what is drawn.
 */
export function watchDrawing(): void {
  new MutationObserver((changes, observer) => {
    const drawn = changes.some(({ target, removedNodes }) => {
      return target instanceof Element && target.id === "app" && removedNodes.length > 0;
    });
    if (!drawn) return;
    observer.disconnect();
    globalThis.dispatchEvent(new Event("drawn"));
  }).observe(document, { childList: true, subtree: true });
}
