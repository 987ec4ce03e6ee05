import type { Screen, SignalingState, Toast } from "../../../state/call_state.ts";
import type { Connection } from "../../../state/person.ts";
import { isolated } from "../isolated.ts";

type OfDevice = Extract<Toast, { kind: unknown }>;
type Told = Extract<Toast, { name: string }>["is"];
type Said = Exclude<Toast["is"], Told | OfDevice["is"]>;

/** Every word of the page, in English; the other languages have the same ones. */
export const words = {
  app: "Visavis",
  language: "Language",
  name: "Your name",
  guest: "Guest",
  you: "You",
  join: "Join",
  openTitle: "Open room",
  openWarning: "Whoever knows its name can join, the operator of this server included.",
  closedNote: "Only people who have the link can join.",
  preview: "Your picture, as in a mirror",
  starting: "Waiting for the camera. The browser may ask for permission.",
  cameraOff: "Your camera is off",
  retry: "Try again",
  incomplete:
    "Part of this page has not loaded. It keeps trying. If this stays, check the network and reload the page.",
  incompleteCall:
    "Part of this page has not loaded. Until it has, there is no chat, and this page cannot lock the call.",
  devices: "Devices",
  microphone: "Microphone",
  camera: "Camera",
  speaker: "Speaker",
  standard: "System default",
  numbered: (kind: string, at: number) => `${kind} ${at}`,
  screenShare: "Share screen",
  chat: "Chat",
  people: "People",
  hand: "Raise hand",
  more: "More",
  leave: "Leave",
  close: "Close",
  controls: "Call controls",
  unread: (count: number) => `${count} unread`,
  withKey: (label: string, key: string) => `${label} (${key})`,
  muted: "Microphone off",
  handRaised: "Hand raised",
  weak: "Weak connection",
  screenOf: (name: string) => `${isolated(name)}: screen`,
  yourScreen: "Your screen, seen by everyone",
  enlarge: (name: string) => `Show ${isolated(name)} large`,
  hear: "Turn the sound on",
  safety: "End-to-end encrypted",
  verified: "Verified",
  screen: {
    landing: "A video call that starts from a link.",
    lobby: "Ready to join",
    call: "In the call",
    left: "You left the call",
    check: "Check your set-up",
    "bad-link": "This link is not complete",
    insecure: "Calls need a secure page",
    unsupported: "This browser cannot make calls",
  } satisfies Record<Exclude<Screen, "watch">, string>,
  connection: {
    connecting: "Connecting",
    connected: "Connected",
    poor: "Weak connection",
    unheard: "Cannot hear you",
    reconnecting: "Reconnecting",
    away: "Away",
    unverified: "Identity check failed. Nothing is connected.",
    failed: "No connection",
  } satisfies Record<Connection, string>,
  signaling: {
    closed: "You are not in the room.",
    connecting: "Entering the room.",
    open: "You are in the room.",
    reconnecting: "Reconnecting. The call goes on.",
    absent: "The server does not answer. The page keeps trying.",
    offline: "There is no network. The page waits for it.",
    room_full: "The room is full. Try again when someone has left.",
    replaced: "You joined this call from another tab, and it goes on there.",
    busy: "The server is busy. The page keeps trying.",
    forbidden: "The server does not serve this address.",
    no_upgrade: "A proxy or firewall on the way blocks WebSockets. Try another network.",
  } satisfies Record<SignalingState, string>,
  remark: {
    joined: (name: string) => `${isolated(name)} joined`,
    left: (name: string) => `${isolated(name)} left`,
  } satisfies Record<Told, (name: string) => string>,
  said: {
    "share-failed": "Your screen is not shared. Allow it when the browser asks.",
    "link-copied": "Link copied",
    "copy-refused": "The browser did not copy the link. It is selected: copy it yourself.",
  } satisfies Record<Said, string>,
  device: {
    "device-lost": {
      mic: "Your microphone is gone. Another takes its place if there is one.",
      camera: "Your camera is gone. Another takes its place if there is one.",
      speaker: "Your speaker is gone. The sound comes from another.",
    },
    "device-back": {
      mic: "Your microphone is back, and in use again.",
      camera: "Your camera is back, and in use again.",
      speaker: "Your speaker is back, and in use again.",
    },
    "device-refused": {
      mic: "That microphone does not start. The previous one stays in use.",
      camera: "That camera does not start. The previous one stays in use.",
      speaker: "That speaker does not start. The previous one stays in use.",
    },
  } satisfies Record<OfDevice["is"], Record<OfDevice["kind"], string>>,
};

/** Every word of the page, in one language. */
export type Words = typeof words;
