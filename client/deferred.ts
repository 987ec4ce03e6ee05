/** The deferred chunk: features that a call can begin without. */
export { sasOf } from "./call/security/sas.ts";
export { startDeferred } from "./call/deferred.ts";
export { inventName } from "./app/room_name.ts";
export { openScreenShare } from "./call/media/screen_share.ts";
export { startWorkerTicker } from "./platform/worker_ticker.ts";
export { Attention } from "./ui/notices/urgent.tsx";
export { Alone } from "./ui/screens/empty_call.tsx";
export { Locked } from "./ui/notices/waiting_room.tsx";
export { Ending } from "./ui/screens/ending.tsx";
export { Idle } from "./ui/controls/auto_hide.ts";
export { LobbyKeys, RoomKeys } from "./ui/controls/shortcuts.ts";
export { Landing } from "./ui/screens/landing.tsx";
export { Aside } from "./ui/stage/tile_status.tsx";
export { Mover } from "./ui/stage/drag_handle.tsx";
export { OpenPanel } from "./ui/panels/open_panel.tsx";
export { PassingTroubles } from "./ui/notices/device_error_card.tsx";
export { Settings } from "./ui/panels/settings.tsx";
