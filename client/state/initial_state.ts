import type { CallState } from "./call_state.ts";
import { PLAIN_VIEW } from "./stage_view.ts";

/** No device in use. */
export const NO_MEDIA = {
  mic: { is: "off" },
  camera: { is: "off" },
  sharing: false,
  picture: null,
  screen: null,
} as const;

/** State of a call in which nobody has been met yet. */
export const NOBODY = {
  participants: [],
  diagnostics: null,
  moderation: null,
  reception: null,
  lock: null,
  files: null,
  reactions: null,
  muteRequests: null,
  recordings: null,
} as const;

/** The state of a page that has just been opened. */
export function initialState(name: string): CallState {
  return {
    screen: "landing",
    incomplete: false,
    room: null,
    me: { id: "", name, hand: false, ...NO_MEDIA },
    ...NOBODY,
    hands: [],
    view: PLAIN_VIEW,
    leaving: false,
    signaling: "closed",
    chat: [],
    unread: 0,
    devices: [],
    selected: { audioinput: "", videoinput: "", audiooutput: "" },
    effects: null,
    relayOnly: false,
    soundBlocked: false,
    toast: null,
    move: null,
    alarm: null,
  };
}
