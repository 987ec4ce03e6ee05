import type { Attention } from "../notices/urgent.tsx";
import type { Alone } from "./empty_call.tsx";
import type { Locked } from "../notices/waiting_room.tsx";
import type { Ending } from "./ending.tsx";
import type { Idle } from "../controls/auto_hide.ts";
import type { LobbyKeys, RoomKeys } from "../controls/shortcuts.ts";
import type { Landing } from "./landing.tsx";
import type { Mover } from "../stage/drag_handle.tsx";
import type { OpenPanel } from "../panels/open_panel.tsx";
import type { PassingTroubles } from "../notices/device_error_card.tsx";
import type { Aside } from "../stage/tile_status.tsx";
import type { Settings } from "../panels/settings.tsx";

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
