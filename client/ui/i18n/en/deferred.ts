import type { MediaProblem } from "../../../state/device.ts";
import type { Layout } from "../../../state/stage_view.ts";
import { isolated } from "../isolated.ts";
import { effects } from "./effects.ts";
import { failures } from "./failures.ts";
import { files } from "./files.ts";
import { sound } from "./sound.ts";
import { recording } from "./recording.ts";
import { studio } from "./studio.ts";
import { together } from "./together.ts";
import { update } from "./update.ts";
import { watching } from "./watching.ts";

type Problems = Record<"mic" | "camera", Record<MediaProblem, string>>;

/** The words of the deferred parts, in English. */
export const deferred = {
  effects,
  failures,
  files,
  sound,
  studio,
  together,
  update,
  watching,
  recording,
  deviceProblem: {
    mic: {
      denied: "This page may not use the microphone. Allow it next to the address, then try again.",
      "denied-by-system":
        "The system gives this browser no microphone. Allow it in the system's privacy settings, then try again.",
      missing: "No microphone is connected. Connect one, or join and listen.",
      busy: "Another program is using the microphone. Close it there, then try again.",
      insecure: "Microphones work on secure pages only. Open the link with https.",
      unsupported: "This browser gives pages no microphone. You can join and listen.",
      failed: "The microphone does not start. Reconnect it or choose another, then try again.",
    },
    camera: {
      denied: "This page may not use the camera. Allow it next to the address, then try again.",
      "denied-by-system":
        "The system gives this browser no camera. Allow it in the system's privacy settings, then try again.",
      missing: "No camera is connected. Connect one, or join without a picture.",
      busy: "Another program is using the camera. Close it there, then try again.",
      insecure: "Cameras work on secure pages only. Open the link with https.",
      unsupported: "This browser gives pages no camera. You can join without a picture.",
      failed: "The camera does not start. Reconnect it or choose another, then try again.",
    },
  } satisfies Problems,
  /** Muted outside the page; the person may not know where. */
  mutedOutside: {
    mic:
      "The system, the browser or its own key has muted your microphone. Turn it on there to be heard.",
    camera:
      "The system, the browser or its own switch has stopped your camera. Turn it on there to be seen.",
  },
  deviceGone: {
    mic: "Your microphone is gone. Connect it again, or choose another.",
    camera: "Your camera is gone. Connect it again, or choose another.",
  },
  sentence: "A video call that starts from a link.",
  start: "Start a call",
  roomName: "Room name",
  openRoom: "Open",
  roomNameBad: "A room name has letters, digits and hyphens, 64 at most.",
  privacy:
    "Picture and sound are encrypted from browser to browser. The server only introduces you.",
  recent: "Recent rooms, kept on this device only",
  forget: (room: string) => `Forget ${isolated(room)}`,
  chatEmpty:
    "Messages go from browser to browser. People who join later get the last 200 from those who are here.",
  say: "Write a message",
  send: "Send",
  invite: "Invite",
  moveOwn: "Your picture. Arrow keys move it.",
  tooLong: (units: number) =>
    `Too long by ${units} ${units === 1 ? "character" : "characters"}: send it in parts.`,
  waits: "Not delivered yet",
  safetyText: [
    "Picture, sound and messages are encrypted between the browsers. The server forwards sealed messages that it cannot read, and sees no picture.",
    "The key is in the link, after the # sign, and is never sent to the server. Whoever has the link can join.",
    "You trust one thing: the site that served this page, because its script does the sealing.",
  ],
  safetyOpen:
    "This is an open room: its link holds no key. Everybody who knows its name can join, the operator of the server included. Nobody is verified until you have compared the numbers below. Start a call from the first page to get a link with a key.",
  compare: "Is it really them?",
  compareHint:
    "Read these numbers to each other. If both of you see the same ones, nobody is in between. If they differ, leave, and send the link of a new call in another way.",
  noCode: "Not connected",
  matches: "They match",
  tryAgain: "Try again",
  numbers: "Connection in numbers",
  measuring: "Measuring",
  /** Words for a member that sends less, since its network or this one is too slow. */
  spared: { less: "Low bandwidth, video reduced", sound: "Low bandwidth, sound only" },
  /** Words of a tile about pictures that are held back, by whom. */
  held: {
    mine: "You take sound only",
    chosen: "Takes sound only",
    hidden: "Does not see your picture now",
    narrow: "Your picture is held back: your network is too slow",
  },
  noPictures: "Do not send me pictures",
  noPicturesHint: "Saves data: you hear everybody and see nobody.",
  noPicturesOf: (name: string) => `Do not send me pictures of ${isolated(name)}`,
  strained: "This device is busy, so your picture is smaller for now.",
  sparing: {
    less: (name: string) =>
      `Low bandwidth: your video is reduced${name && ` for ${isolated(name)}`}.`,
    sound: (name: string) =>
      `Low bandwidth: only your sound is sent${name && ` to ${isolated(name)}`}.`,
    some: (count: number) => `Low bandwidth: your video is reduced for ${count} people.`,
  },
  path: { direct: "Direct, from browser to browser", relayed: "Through a relay" },
  receives: "You receive",
  sends: "You send",
  roundTrip: "Round trip",
  delay: "Delay, camera to screen",
  about: (value: string) => `about ${value}`,
  loss: "Loss",
  jitter: "jitter",
  frames: (rate: string) => `${rate} frames/s`,
  slot: { camera: "Picture", screen: "Screen", mic: "Sound" },
  alarm: "Identity check failed",
  alarmText: (name: string) =>
    `Somebody who has the link tried to pass for ${
      isolated(name)
    }, and was refused. If you are not sure who is in this call, leave it, start a new one, and send its link in another way.`,
  alarmBy: (by: string, name: string) =>
    `${isolated(by)} forwarded a message in the name of ${
      isolated(name)
    } that somebody else has written. It was refused. If you do not trust ${
      isolated(by)
    }, leave this call, start a new one, and send its link in another way.`,
  remove: (name: string) => `Remove ${isolated(name)}`,
  removeText: "Everybody else moves to a new link. The old link leads nowhere.",
  removeNot: "The server does not answer. Nobody can be removed until it does.",
  cancel: "Cancel",
  moving: "Moving to a new link",
  moved: "This call has a new link. The old one leads nowhere.",
  movedBy: (name: string) => `${isolated(name)} has moved this call to a new link.`,
  lock: "Lock the call",
  lockHint: "Nobody else comes in, with the link or not, until one of you lets them in.",
  locked: "Locked",
  lockedBy: (name: string) => `${isolated(name)} has locked the call.`,
  openedBy: (name: string) => `${isolated(name)} has unlocked the call.`,
  knocks: (name: string) => `${isolated(name)} wants to come in.`,
  moreKnocks: (count: number) => `${count} more ${count === 1 ? "waits" : "wait"}.`,
  admit: "Let in",
  deny: "Not now",
  outside: "This call is locked",
  outsideHint: "You have knocked. Somebody inside has to let you in.",
  outsideAmong: "Other people in this room have locked a call. You have knocked there.",
  denied: "You were not let in",
  deniedHint: "After a minute you can knock again.",
  knock: "Knock again",
  leftBehind: "The others have left this call",
  leftBehindHint: "They went on with another link. This one leads to nobody.",
  alone: "Nobody else is here yet",
  aloneHint: "Send this link to the people you want to see.",
  qrHint: "Scan with a phone to join from there.",
  link: "Link to this room",
  copy: "Copy link",
  share: "Share",
  qr: "QR code",
  rejoin: "Join again",
  home: "Back to the start",
  insecureHelp: [
    "Open this page with https:// in front, or on the same computer as http://localhost.",
    "The operator of this server can start it with deno task start --lan and use the https address it prints.",
  ],
  hide: "Hide my address from the others",
  hideHint: "Picture and sound go through this server's relay. Without one, nobody connects.",
  hideNow: "Switching reconnects this call.",
  chooseSpeaker: "Choose a speaker",
  wrote: (name: string, text: string) => `${isolated(name)}: ${text}`,
  raisedHand: (name: string) => `${isolated(name)} raised a hand`,
  view: "View",
  layoutOf: "Layout",
  layout: { auto: "Automatic", grid: "Grid", speaker: "Speaker" } satisfies Record<Layout, string>,
  hideOwn: "Hide my own picture",
  hideOwnHint: "The others still see you.",
  mirror: "Mirror my own picture",
  mirrorHint: "The others never see it mirrored.",
  fit: (name: string) => `Show the whole picture of ${isolated(name)}`,
  fill: (name: string) => `Fill the tile of ${isolated(name)}`,
  pin: (name: string) => `Keep ${isolated(name)} large`,
  fullScreen: "Full screen",
  fullScreenOf: (name: string) => `Full screen: ${isolated(name)}`,
  pip: {
    open: "Picture-in-picture",
    hint: "The call stays in a small window above all others.",
    automatic: "Also when I switch tabs",
    automaticHint: "The browser asks you the first time.",
  },
  zoomable: (name: string) => `${isolated(name)}. Plus and minus zoom, arrow keys move.`,
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  flip: "Turn the camera round",
  leaveQuestion: "Leave this call?",
  leaveHint: "The others are still here.",
  stay: "Stay",
  shortcuts: "Single-key shortcuts",
  shortcutList: "This list",
  space: "Space",
  holdToTalk: "Hold to talk while muted",
  check: "Check camera, sound and network",
  ending: {
    "bad-link": "Ask for the link again, or start a call of your own.",
    unsupported:
      "Open the link in a current version of Chrome, Edge, Firefox or Safari. If this is one, its settings or an extension forbid calls: allow WebRTC there.",
  },
};

/** The words of the deferred parts, in one language. */
export type DeferredWords = typeof deferred;
