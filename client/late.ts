/** What a call can begin without. */
export { codeOf } from "./call/code.ts";
export { attend } from "./call/attend.ts";
export { inventName } from "./call/invent.ts";
export { openShare } from "./call/share.ts";
export { ticking } from "./ticking.ts";
export { Attention } from "./ui/attention.tsx";
export { Alone } from "./ui/alone.tsx";
export { Locked } from "./ui/door.tsx";
export { Ending } from "./ui/ending.tsx";
export { Idle } from "./ui/idle.ts";
export { LobbyKeys, RoomKeys } from "./ui/keys.ts";
export { Landing } from "./ui/landing.tsx";
export { Aside } from "./ui/aside.tsx";
export { Mover } from "./ui/mover.tsx";
export { OpenPanel } from "./ui/panels.tsx";
export { PassingTroubles } from "./ui/passing.tsx";
export { Settings } from "./ui/settings.tsx";
