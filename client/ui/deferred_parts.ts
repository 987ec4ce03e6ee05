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

/** Parts of the screens that are loaded after the first drawing. */
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

/** Loads them. */
export type LoadParts = () => Promise<Parts>;
