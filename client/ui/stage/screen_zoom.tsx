import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useDeferredWords } from "../i18n/language.ts";
import { ToolButton } from "./tool_button.tsx";
import { pan, type Point, wheelFactor, WHOLE, type Zoom, zoomAt } from "./zoom.ts";

/** Factor of one press of a key or a button. */
const STEP = 1.5;
/** Share of the tile by which an arrow key moves. */
const STRIDE = 0.12;
/** Factor of a double press, which the next one takes back. */
const CLOSE_UP = 2.5;
/** Two presses are a double one within this time and distance in pixels, by finger or pointer. */
const DOUBLE_MS = 350;
const DOUBLE_DISTANCE = 24;

type Update = (change: (now: Zoom, box: Point) => Zoom) => void;

/**
 * Lies over a shared screen and zooms it: by wheel, by two fingers, by keys, by a double press and
 * by buttons. What is enlarged is moved by one finger, by the pointer or by arrow keys.
 */
export function ScreenZoom(props: {
  name: string;
  tools: RefObject<HTMLDivElement | null>;
  /** Further buttons of the tile. */
  children: ComponentChildren;
}) {
  const { name, tools, children } = props;
  const more = useDeferredWords();
  const surface = useRef<HTMLDivElement>(null);
  const [zoom, update] = useZoom(surface);
  useGestures(surface, update);
  const middle = (factor: number) =>
    update((now, box) => zoomAt(now, factor, { x: box.x / 2, y: box.y / 2 }, box));

  function press(event: KeyboardEvent): void {
    const change = keyed(event.key);
    if (!change || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    update(change);
  }

  return (
    <>
      <div
        class={zoom.scale > 1 ? "zoom held-open" : "zoom"}
        ref={surface}
        role="group"
        tabIndex={0}
        aria-label={more.zoomable(name)}
        data-zoom={zoom.scale.toFixed(2)}
        onKeyDown={press}
      />
      <div class="tools" ref={tools}>
        <ToolButton
          does="zoom-out"
          drawing="zoom-out"
          label={more.zoomOut}
          onPress={() => middle(1 / STEP)}
        />
        <output class="percent">{`${Math.round(zoom.scale * 100)}%`}</output>
        <ToolButton
          does="zoom-in"
          drawing="zoom-in"
          label={more.zoomIn}
          onPress={() => middle(STEP)}
        />
        {children}
      </div>
    </>
  );
}

/** Change that a key makes; null for keys that make none. */
function keyed(key: string): ((now: Zoom, box: Point) => Zoom) | null {
  const zoom = (factor: number) => (now: Zoom, box: Point) =>
    zoomAt(now, factor, { x: box.x / 2, y: box.y / 2 }, box);
  const move = (x: number, y: number) => (now: Zoom, box: Point) =>
    pan(now, { x: x * STRIDE * box.x, y: y * STRIDE * box.y }, box);
  switch (key) {
    case "+":
    case "=":
      return zoom(STEP);
    case "-":
      return zoom(1 / STEP);
    case "0":
      return () => WHOLE;
    case "ArrowLeft":
      return move(1, 0);
    case "ArrowRight":
      return move(-1, 0);
    case "ArrowUp":
      return move(0, 1);
    case "ArrowDown":
      return move(0, -1);
  }
  return null;
}

/** Zoom of the picture beside `surface`, written to its style without a layout. */
function useZoom(surface: RefObject<HTMLElement | null>): readonly [Zoom, Update] {
  const [zoom, setZoom] = useState(WHOLE);
  const now = useRef(zoom);
  const update: Update = (change) => {
    const element = surface.current;
    if (!element) return;
    now.current = change(now.current, { x: element.offsetWidth, y: element.offsetHeight });
    setZoom(now.current);
  };
  useLayoutEffect(() => {
    const video = surface.current?.parentElement?.querySelector("video");
    if (!video) return;
    const { scale, x, y } = zoom;
    // As it was where it is whole: a transform that changes nothing costs a layer.
    video.style.transform = scale === 1 ? "" : `translate(${x}px, ${y}px) scale(${scale})`;
  }, [zoom]);
  useLayoutEffect(() => {
    const element = surface.current;
    if (!element) return;
    // A tile of another size shows the same part of the picture at most to its edge.
    const observer = new ResizeObserver(() =>
      update((zoom, box) => pan(zoom, { x: 0, y: 0 }, box))
    );
    observer.observe(element);
    const video = element.parentElement?.querySelector("video");
    return () => {
      observer.disconnect();
      if (video) video.style.transform = "";
    };
  }, []);
  return [zoom, update];
}

/** Listens to wheel, pointer and fingers. */
function useGestures(surface: RefObject<HTMLElement | null>, update: Update): void {
  useLayoutEffect(() => {
    const element = surface.current;
    if (!element) return;
    const over = new AbortController();
    const { signal } = over;
    const fingers = new Map<number, Point>();
    const place = ({ clientX, clientY }: MouseEvent): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    // Not passive: the page itself is not to zoom or scroll.
    element.addEventListener("wheel", (event) => {
      event.preventDefault();
      const factor = wheelFactor(event.deltaY, event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL);
      update((now, box) => zoomAt(now, factor, place(event), box));
    }, { signal, passive: false });
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, place(event));
    }, { signal });
    element.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const after = place(event);
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      fingers.set(event.pointerId, after);
      update((now, box) => moved(now, { before, after, other }, box));
    }, { signal });
    // Browsers differ in whether two taps are a `dblclick`.
    let pressed = { at: { x: 0, y: 0 }, time: -Infinity };
    element.addEventListener("pointerup", (event) => {
      const isAlone = fingers.size === 1;
      fingers.delete(event.pointerId);
      const at = place(event);
      const isDouble = isAlone && event.timeStamp - pressed.time < DOUBLE_MS &&
        distance(at, pressed.at) < DOUBLE_DISTANCE;
      pressed = { at, time: isDouble || !isAlone ? -Infinity : event.timeStamp };
      if (isDouble) {
        update((now, box) => now.scale > 1 ? WHOLE : zoomAt(now, CLOSE_UP, at, box));
      }
    }, { signal });
    element.addEventListener("pointercancel", ({ pointerId }) => fingers.delete(pointerId), {
      signal,
    });
    return () => over.abort();
  }, []);
}

/** Zoom after one finger has moved: alone it moves the picture, beside another one it zooms, too. */
function moved(
  now: Zoom,
  { before, after, other }: { before: Point; after: Point; other: Point | undefined },
  box: Point,
): Zoom {
  const by = { x: after.x - before.x, y: after.y - before.y };
  if (!other) return pan(now, by, box);
  const factor = distance(after, other) / Math.max(1, distance(before, other));
  const middle = { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 };
  return pan(zoomAt(now, factor, middle, box), { x: by.x / 2, y: by.y / 2 }, box);
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
