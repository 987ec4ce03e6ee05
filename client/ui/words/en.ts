import type { Connection, MediaProblem, Remark, Screen, WireState } from "../../call/state.ts";

type Problems = Record<"mic" | "camera", Record<MediaProblem, string>>;
type Lost = Extract<Remark, { is: "device-lost" }>["kind"];
type Told = Extract<Remark, { name: string }>["is"];
type Said = Exclude<Remark["is"], Told | "device-lost">;

/** A name among other words: its direction stays its own (Unicode UAX #9, isolates). */
const alone = (name: string) => `\u2068${name}\u2069`;

/** Every word of the page, in English; the other languages have the same ones. */
export const en = {
  app: "Visavis",
  sentence: "A video call that starts from a link.",
  start: "Start a call",
  roomName: "Room name",
  openRoom: "Open",
  roomNameBad: "A room name has letters, digits and hyphens, 64 at most.",
  privacy:
    "Picture and sound are encrypted from browser to browser. The server only introduces you.",
  recent: "Recent rooms, kept on this device only",
  forget: (room: string) => `Forget ${alone(room)}`,
  otherLanguage: "中文",
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
  screenOf: (name: string) => `${alone(name)}: screen`,
  yourScreen: "Your screen, seen by everyone",
  moveOwn: "Your picture. Arrow keys move it.",
  enlarge: (name: string) => `Show ${alone(name)} large`,
  hear: "Turn the sound on",
  invite: "Invite",
  alone: "Nobody else is here yet",
  aloneHint: "Send this link to the people you want to see.",
  link: "Link to this room",
  copy: "Copy link",
  share: "Share",
  qr: "QR code",
  qrHint: "Scan with a phone to join from there.",
  say: "Write a message",
  send: "Send",
  chatEmpty: "Messages go from browser to browser. Who joins later does not see them.",
  safety: "Encryption",
  safetyText: [
    "Picture, sound and messages are encrypted between the browsers. The server passes on sealed notes that it cannot read, and sees no picture.",
    "The key is in the link, after the # sign, and is never sent to the server. Whoever has the link can join.",
    "You trust one thing: the site that served this page, because its script does the sealing.",
  ],
  safetyOpen:
    "This is an open room: its link holds no key. Whoever knows its name, the operator of the server included, can join, and nobody is verified. Start a call from the first page to get a link with a key.",
  rejoin: "Join again",
  home: "Back to the start",
  insecureHelp: [
    "Open this page with https:// in front, or on the same computer as http://localhost.",
    "Whoever runs this server can start it with deno task start --lan and use the https address it prints.",
  ],
  screen: {
    landing: "A video call that starts from a link.",
    lobby: "Ready to join",
    call: "In the call",
    left: "You left the call",
    "bad-link": "This link is not complete",
    insecure: "Calls need a secure page",
    unsupported: "This browser cannot make calls",
  } satisfies Record<Screen, string>,
  ending: {
    "bad-link": "Ask for the link again, or start a call of your own.",
    unsupported: "Open the link in a current version of Chrome, Edge, Firefox or Safari.",
  },
  problem: {
    mic: {
      denied: "This page may not use the microphone. Allow it next to the address, then try again.",
      missing: "No microphone is connected. Connect one, or join and listen.",
      busy: "Another program is using the microphone. Close it there, then try again.",
      insecure: "Microphones work on secure pages only. Open the link with https.",
      unsupported: "This browser gives pages no microphone. You can join and listen.",
      failed: "The microphone does not start. Reconnect it or choose another, then try again.",
    },
    camera: {
      denied: "This page may not use the camera. Allow it next to the address, then try again.",
      missing: "No camera is connected. Connect one, or join without a picture.",
      busy: "Another program is using the camera. Close it there, then try again.",
      insecure: "Cameras work on secure pages only. Open the link with https.",
      unsupported: "This browser gives pages no camera. You can join without a picture.",
      failed: "The camera does not start. Reconnect it or choose another, then try again.",
    },
  } satisfies Problems,
  connection: {
    connecting: "Connecting",
    connected: "Connected",
    poor: "Weak connection",
    unheard: "Cannot hear you",
    reconnecting: "Reconnecting",
    away: "Away",
    failed: "No connection: a network in between blocks direct calls.",
  } satisfies Record<Connection, string>,
  wire: {
    closed: "You are not in the room.",
    connecting: "Entering the room.",
    open: "You are in the room.",
    reconnecting: "Reconnecting. The call goes on.",
    room_full: "The room is full. Try again when someone has left.",
    replaced: "You joined this call from another tab, and it goes on there.",
    busy: "The server is busy. The page keeps trying.",
  } satisfies Record<WireState, string>,
  remark: {
    joined: (name: string) => `${alone(name)} joined`,
    left: (name: string) => `${alone(name)} left`,
    hand: (name: string) => `${alone(name)} raised a hand`,
  } satisfies Record<Told, (name: string) => string>,
  said: {
    "share-failed": "Your screen is not shared. Allow it when the browser asks.",
    "link-copied": "Link copied",
    "muted-speaking": "Your microphone is off. Hold space to talk.",
  } satisfies Record<Said, string>,
  lost: {
    mic: "Your microphone is gone. Another takes its place if there is one.",
    camera: "Your camera is gone. Another takes its place if there is one.",
  } satisfies Record<Lost, string>,
};

/** Every word of the page, in one language. */
export type Words = typeof en;
