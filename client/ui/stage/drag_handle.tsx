import { useRef } from "preact/hooks";
import { useDeferredWords } from "../i18n/language.ts";
import type { Corner, Place } from "./layout.ts";

/** Lies over the own card: drags it to a corner, by pointer or by arrow keys. */
export function DragHandle(props: {
  place: Place;
  stage: { width: number; height: number };
  corner: Corner;
  tile: () => HTMLElement | null;
  onCorner: (corner: Corner) => void;
}) {
  const { place, stage, corner, tile, onCorner } = props;
  const more = useDeferredWords();
  const grip = useRef<{ x: number; y: number } | null>(null);

  function move(event: PointerEvent): void {
    if (!grip.current) return;
    // Follows the finger without a render; the layout takes over on release.
    const shift = `${event.clientX - grip.current.x}px ${event.clientY - grip.current.y}px`;
    tile()?.style.setProperty("translate", shift);
    tile()?.classList.add("held");
  }

  function release(event: PointerEvent): void {
    if (!grip.current) return;
    const x = place.x + place.width / 2 + event.clientX - grip.current.x;
    const y = place.y + place.height / 2 + event.clientY - grip.current.y;
    stop();
    onCorner({ right: x > stage.width / 2, bottom: y > stage.height / 2 });
  }

  function stop(): void {
    grip.current = null;
    tile()?.style.removeProperty("translate");
    tile()?.classList.remove("held");
  }

  function press({ key }: KeyboardEvent): void {
    const next = {
      ArrowLeft: { ...corner, right: false },
      ArrowRight: { ...corner, right: true },
      ArrowUp: { ...corner, bottom: false },
      ArrowDown: { ...corner, bottom: true },
    }[key];
    if (next) onCorner(next);
  }

  return (
    <button
      type="button"
      class="mover"
      aria-label={more.moveOwn}
      style={{
        transform: `translate(${place.x.toFixed(1)}px, ${place.y.toFixed(1)}px)`,
        width: `${place.width.toFixed(1)}px`,
        height: `${place.height.toFixed(1)}px`,
      }}
      onPointerDown={(event: PointerEvent & { currentTarget: HTMLElement }) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={stop}
      onKeyDown={press}
    />
  );
}
