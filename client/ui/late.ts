import { useEffect, useState } from "preact/hooks";
import type { Attention } from "./attention.tsx";
import type { Alone } from "./alone.tsx";
import type { Locked } from "./door.tsx";
import type { Ending } from "./ending.tsx";
import type { Idle } from "./idle.ts";
import type { LobbyKeys, RoomKeys } from "./keys.ts";
import type { Landing } from "./landing.tsx";
import type { Mover } from "./mover.tsx";
import type { OpenPanel } from "./panels.tsx";
import type { PassingTroubles } from "./passing.tsx";
import type { Aside } from "./aside.tsx";
import type { Settings } from "./settings.tsx";

/** What a call can begin without. */
export interface Parts {
  readonly Attention: typeof Attention;
  readonly Alone: typeof Alone;
  readonly Ending: typeof Ending;
  readonly Idle: typeof Idle;
  readonly Locked: typeof Locked;
  readonly Landing: typeof Landing;
  readonly LobbyKeys: typeof LobbyKeys;
  readonly RoomKeys: typeof RoomKeys;
  readonly OpenPanel: typeof OpenPanel;
  readonly Mover: typeof Mover;
  readonly PassingTroubles: typeof PassingTroubles;
  readonly Aside: typeof Aside;
  readonly Settings: typeof Settings;
}

/** Loads it. */
export type Late = () => Promise<Parts>;

/** After connecting, and long before somebody has found the button, in ms. */
const SOON = 2000;
/** What was brought once is at hand on every other screen. */
const brought = new WeakSet();

/** What `load` brings, once it is there: a while after the first drawing, or at once if `wanted`. */
export function useLate<T>(load: () => Promise<T>, wanted: boolean): T | null {
  const [late, setLate] = useState<{ readonly is: T } | null>(null);
  useEffect(() => {
    if (late) return;
    let over = false;
    const fetch = () =>
      load().then((is) => {
        brought.add(load);
        if (!over) setLate({ is });
      });
    const timer = setTimeout(fetch, wanted || brought.has(load) ? 0 : SOON);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [late, wanted]);
  return late ? late.is : null;
}
