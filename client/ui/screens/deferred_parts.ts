import type { Alerts } from "../notices/alerts.tsx";
import type { CallFeedback } from "../notices/call_feedback.tsx";
import type { EmptyCall } from "./empty_call.tsx";
import type { LockBadge } from "../notices/waiting_room.tsx";
import type { Ending } from "./ending.tsx";
import type { AutoHide } from "../controls/auto_hide.ts";
import type { CallShortcuts, LobbyShortcuts } from "../controls/shortcuts.ts";
import type { Landing } from "./landing.tsx";
import type { DragHandle } from "../stage/drag_handle.tsx";
import type { ActiveSpeaker } from "../stage/active_speaker.ts";
import type { CameraFlip } from "../stage/camera_flip.tsx";
import type { Screens } from "../stage/screens.tsx";
import type { TileTools } from "../stage/tile_tools.tsx";
import type { TileReactions } from "../stage/tile_reactions.tsx";
import type { ReactionButton } from "../controls/reaction_button.tsx";
import type { LoadFileParts } from "../panels/file_parts.ts";
import type { Panels } from "../panels/panels.tsx";
import type { DeviceErrorCard } from "../notices/device_error_card.tsx";
import type { DeviceErrors } from "../notices/device_errors.tsx";
import type { LevelRings } from "../controls/level_rings.ts";
import type { ShownHeightsReport } from "../stage/shown_heights.ts";
import type { TileStatus } from "../stage/tile_status.tsx";
import type { Settings } from "../panels/settings.tsx";

/** Parts of the screens that are loaded after the first drawing. */
export interface DeferredParts {
  readonly Alerts: typeof Alerts;
  readonly CallFeedback: typeof CallFeedback;
  readonly EmptyCall: typeof EmptyCall;
  readonly Ending: typeof Ending;
  readonly AutoHide: typeof AutoHide;
  readonly LockBadge: typeof LockBadge;
  readonly Landing: typeof Landing;
  readonly LobbyShortcuts: typeof LobbyShortcuts;
  readonly CallShortcuts: typeof CallShortcuts;
  readonly Panels: typeof Panels;
  readonly loadFiles: LoadFileParts;
  readonly DragHandle: typeof DragHandle;
  readonly ActiveSpeaker: typeof ActiveSpeaker;
  readonly CameraFlip: typeof CameraFlip;
  readonly Screens: typeof Screens;
  readonly TileTools: typeof TileTools;
  readonly TileReactions: typeof TileReactions;
  readonly ReactionButton: typeof ReactionButton;
  readonly DeviceErrorCard: typeof DeviceErrorCard;
  readonly DeviceErrors: typeof DeviceErrors;
  readonly LevelRings: typeof LevelRings;
  readonly ShownHeightsReport: typeof ShownHeightsReport;
  readonly TileStatus: typeof TileStatus;
  readonly Settings: typeof Settings;
}

/** Loads them. */
export type LoadDeferredParts = () => Promise<DeferredParts>;
