import { useEffect } from "preact/hooks";
import type { InteractionState, RoomState } from "../../state/call_state.ts";
import type { ShownHeights } from "../../state/reception.ts";

/** Interval at which tiles are measured: animations move them, and nothing tells. */
const MEASURE_MS = 500;
/** Device pixels for a picture in a small window of the browser's own, whose size is not told. */
const FLOATING_HEIGHT = 360;

/** Tells at which heights the pictures of the members are shown, as long as it is drawn. */
export function ShownHeightsReport({ state }: { state: RoomState & InteractionState }) {
  const show = state.reception?.show;
  // What is recorded is shown, and what others watch by way of this page, in a hidden page too.
  const recorded = state.recordings?.own.is === "on" || (state.audience?.served ?? 0) > 0;
  useEffect(() => {
    if (!show) return;
    let told = "";
    const measure = () => {
      const shown = measureTiles(globalThis, recorded);
      const text = JSON.stringify(shown);
      if (text !== told) show(shown);
      told = text;
    };
    const over = new AbortController();
    const timer = setInterval(measure, MEASURE_MS);
    document.addEventListener("visibilitychange", measure, { signal: over.signal });
    measure();
    return () => {
      clearInterval(timer);
      over.abort();
    };
  }, [show, recorded]);
  return null;
}

/** Slice of a window whose tiles are measured. */
type Screen = Pick<Window, "innerHeight" | "innerWidth" | "devicePixelRatio" | "document">;
/** A document in a window that floats above all others (WICG Document Picture-in-Picture). */
type FloatingPages = { readonly documentPictureInPicture?: { readonly window: Screen | null } };

/** Heights of all members' pictures; of a picture that is in more than one tile the largest counts. */
export function measureTiles(
  main: Screen & FloatingPages,
  recorded = false,
): Record<string, ShownHeights> {
  const measured: Record<string, Partial<Record<keyof ShownHeights, number>>> = {};
  const floating = main.documentPictureInPicture?.window;
  const screens = floating ? [main, floating] : [main];
  for (const screen of screens) {
    for (const tile of screen.document.querySelectorAll<HTMLElement>("[data-tile]")) {
      const id = tile.dataset["tile"] ?? "";
      if (id === "me") continue;
      const slot = tile.dataset["shared"] === undefined ? "camera" : "screen";
      const height = Math.round(heightOf(tile, screen, recorded));
      const tiles = measured[id] ??= {};
      tiles[slot] = Math.max(tiles[slot] ?? 0, height);
    }
  }
  // A screen that is not shared yet is to come in full.
  const unseen = {
    camera: 0,
    screen: Math.max(...screens.map((screen) => fullHeight(screen, recorded))),
  };
  return Object.fromEntries(
    Object.entries(measured).map(([id, tiles]) => [id, { ...unseen, ...tiles }]),
  );
}

const fullHeight = ({ document, innerHeight, devicePixelRatio }: Screen, recorded: boolean) =>
  document.hidden && !recorded ? 0 : Math.round(innerHeight * devicePixelRatio);

/** Device pixels of the whole picture in a tile, or of the tile while there is none. */
function heightOf(tile: HTMLElement, screen: Screen, recorded: boolean): number {
  const { document, innerWidth, innerHeight, devicePixelRatio } = screen;
  const video = tile.querySelector("video");
  if (video && document.pictureInPictureElement === video) return FLOATING_HEIGHT;
  const box = (video ?? tile).getBoundingClientRect();
  const away = box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth ||
    box.top >= innerHeight || box.width === 0;
  if (document.hidden && !recorded || away) return 0;
  const ratio = video?.videoHeight ? video.videoWidth / video.videoHeight : 16 / 9;
  const cut = !video || getComputedStyle(video).objectFit === "cover";
  return drawnHeight(box, ratio, cut) * devicePixelRatio;
}

/** Height of a picture of this ratio in a box, which it fills (and is cut) or fits into. */
export function drawnHeight(
  box: { readonly width: number; readonly height: number },
  ratio: number,
  cut: boolean,
): number {
  const heights = [box.height, box.width / ratio];
  return cut ? Math.max(...heights) : Math.min(...heights);
}
