import { useEffect } from "preact/hooks";
import type { Levels } from "../../state/actions.ts";

/** Interval at which levels are looked at. */
const LEVEL_INTERVAL_MS = 100;
/** Levels are drawn in steps that the eye just tells apart: each makes the browser draw a frame. */
const LEVEL_STEP = 0.04;
/** The first second belongs to connecting: an audio context costs as much as a handshake. */
const LEVEL_DELAY_MS = 1000;

/** Writes `--level` on every element of a document that names a person in `data-level`. */
export function LevelRings({ levels, root = document }: { levels: Levels; root?: Document }) {
  useEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const shown = new WeakMap<Element, number>();
    const draw = () => {
      // Neither for a hidden page nor for one that wants no motion.
      if (still.matches || root.hidden) return;
      for (const element of root.querySelectorAll<HTMLElement>("[data-level]")) {
        const now = levels.of(element.dataset["level"] ?? "");
        const before = shown.get(element) ?? 0;
        // Up at once, down slowly: a voice is not a row of blinks.
        const next = now > before ? now : (before + now) / 2;
        shown.set(element, next);
        const level = stepOf(next);
        if (level !== stepOf(before)) element.style.setProperty("--level", level);
      }
    };
    let timer = setTimeout(() => {
      timer = setInterval(draw, LEVEL_INTERVAL_MS);
    }, LEVEL_DELAY_MS);
    // One clear ends either kind (HTML §8.6).
    return () => clearTimeout(timer);
  }, [levels, root]);
  return null;
}

const stepOf = (level: number) => (Math.round(level / LEVEL_STEP) * LEVEL_STEP).toFixed(2);
