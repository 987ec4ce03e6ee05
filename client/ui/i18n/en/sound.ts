import { isolated } from "../isolated.ts";

/** Words on sounds and on what is told in a call, in English. */
export const sound = {
  person: "Volume and connection",
  personOf: (name: string) => `Volume of ${isolated(name)}, and the connection`,
  volume: (percent: number) => `Volume: ${percent} %`,
  muteForMe: "Mute for me",
  muteForMeHint: "Only you stop hearing this person. Nobody else hears a difference or is told.",
  mutedForMe: "Muted for you",
  sounds: "Sounds and notifications",
  sound: {
    join: "When somebody comes",
    leave: "When somebody leaves",
    knock: "When somebody knocks",
    chat: "When a message comes",
    hand: "When a hand is raised",
  },
  soundsHint: "Sounds are softer while somebody speaks.",
  notify: "Notify me while this page is hidden",
  notifyHint:
    "Tells of knocks and messages, without their text. The browser asks for permission once.",
  notifyDenied: "This browser does not allow it here. Allow notifications next to the address.",
  wroteYou: (name: string) => `${isolated(name)} has sent a message`,
  openChat: "Open the chat",
  speechNotice: "Tell me when I speak while muted",
  speechNoticeHint:
    "While you are muted, the page measures how loud your microphone is. The sound stays on this device.",
  speaking: "You are muted, and nobody hears you.",
  unmute: "Turn on",
};
