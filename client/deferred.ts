/** The deferred chunk: features that a call can begin without. */
import { type DeferredOptions, startDeferred as start } from "./call/deferred.ts";
import { playAsCall } from "./platform/audio_session.ts";
import { chunk } from "./platform/chunks.ts";
import { later } from "./platform/clock.ts";
import { limitTime } from "./platform/in_time.ts";
import { startStudio } from "./call/studio/studio.ts";
import { playSound } from "./platform/play_sound.ts";
import { recordingDisk } from "./platform/recording_disk.ts";
import { startFileWorker, startWorkerTimer } from "./platform/workers.ts";
import { startUpdates } from "./start_updates.tsx";
import { adoptDrawings } from "./ui/controls/adopt_drawings.ts";
import { adoptDeferredStyle } from "./ui/style/deferred_style.ts";

export { readLevels } from "./call/media/audio_levels.ts";
export { sasOf } from "./call/security/sas.ts";
export { createPageEffects } from "./app/page_effects.ts";
export { inventName } from "./app/room_name.ts";
import { openScreenShare } from "./call/media/screen_share.ts";
export { openScreenShare };
export { keepScreenOn } from "./platform/wake_lock.ts";
export { startWorkerTicker } from "./platform/workers.ts";
export { Alerts } from "./ui/notices/alerts.tsx";
export { CallFeedback } from "./ui/notices/call_feedback.tsx";
export { EmptyCall } from "./ui/screens/empty_call.tsx";
export { LockBadge } from "./ui/notices/waiting_room.tsx";
import { endingWith } from "./ui/screens/ending.tsx";
import { Watch } from "./watch_page.tsx";
export { AutoHide } from "./ui/controls/auto_hide.ts";
export { CallShortcuts, LobbyShortcuts } from "./ui/controls/shortcuts.ts";
export { Landing } from "./ui/screens/landing.tsx";
export { LevelRings } from "./ui/controls/level_rings.ts";
export { ShownHeightsReport } from "./ui/stage/shown_heights.ts";
export { TileStatus } from "./ui/stage/tile_status.tsx";
export { DragHandle } from "./ui/stage/drag_handle.tsx";
export { ActiveSpeaker } from "./ui/stage/active_speaker.ts";
export { CameraFlip } from "./ui/stage/camera_flip.tsx";
export { Screens } from "./ui/stage/screens.tsx";
export { TileTools } from "./ui/stage/tile_tools.tsx";
export { TileReactions } from "./ui/stage/tile_reactions.tsx";
export { ReactionButton } from "./ui/controls/reaction_button.tsx";
export { Panels } from "./ui/panels/panels.tsx";
export { DeviceErrors } from "./ui/notices/device_errors.tsx";
export { DeviceErrorCard } from "./ui/notices/device_error_card.tsx";
export { Settings } from "./ui/panels/settings.tsx";

/** The page when there is no call, or when one is watched. */
export const Ending = endingWith(Watch);

/** Loads the chunk of files, when the first one is chosen or offered. */
export const loadFiles = chunk("files", () => import("./files.ts"));

/** Loads the chunk of recordings, when the first one is begun, or this device has kept one. */
const loadRecording = chunk("recording", () => import("./recording.ts"));

/** Studios come with this chunk: to name one more would cost the first load. */
const loadStudio = () => Promise.resolve({ startStudio });

/** Starts the deferred part of a call, with what it loads when that is needed. */
export function startDeferred(options: DeferredOptions): void {
  playAsCall(navigator, options.signal);
  start(options, {
    files: { load: loadFiles, startWorker: startFileWorker, inTime: limitTime(later) },
    recording: { load: loadRecording, tick: startWorkerTimer, disk: recordingDisk },
    watching: {
      load: loadRecording,
      tick: startWorkerTimer,
      cores: navigator.hardwareConcurrency || 1,
    },
    studio: { load: loadStudio, play: playSound, openShare: openScreenShare },
  }, onNetwork);
}

/** Calls back when the network may be another one, and the page does not know it by its socket. */
function onNetwork(changed: () => void, signal: AbortSignal): void {
  addEventListener("online", changed, { signal });
  document.addEventListener("resume", changed, { signal });
}

adoptDeferredStyle();
adoptDrawings();
startUpdates();
/** Loads the effects on what the others see and hear. */
export const loadEffects = chunk("effects", () => import("./effects.ts"));
