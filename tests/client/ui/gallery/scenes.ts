import type { CallState, ChatLine } from "../../../../client/state/call_state.ts";
import type { Diagnostics, Stream } from "../../../../client/state/diagnostics.ts";
import type { LockView, Moderation } from "../../../../client/state/moderation.ts";
import type { Me, Participant } from "../../../../client/state/person.ts";
import { initialState } from "../../../../client/state/initial_state.ts";
import { fileState } from "./file_scenes.ts";
import { picture, slides } from "./pictures.ts";
import { togetherScenes } from "./together_scenes.ts";
import { viewScenes } from "./view_scenes.ts";

type Inside = Extract<LockView, { side: "inside" }>;

const LINK = "https://call.example/#/quiet-harbour-58/Zk0yB3mXv1sQ9pTt7cA4dE6fG8hJ2kL5nR0uW3xY1zI";
const room = { name: "quiet-harbour-58", open: false, href: LINK };
const openRoom = { name: "周一例会", open: true, href: "https://call.example/#/周一例会" };
const LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh the Younger";

const devices: CallState["devices"] = [
  { kind: "audioinput", deviceId: "a", label: "Built-in Microphone (Realtek High Definition)" },
  { kind: "videoinput", deviceId: "c", label: "FaceTime HD Camera" },
  { kind: "videoinput", deviceId: "d", label: "" },
  { kind: "audiooutput", deviceId: "s", label: "Headphones" },
];

const selected = { audioinput: "a", videoinput: "c", audiooutput: "s" };

const two: CallState["devices"] = [
  ...devices,
  { kind: "audioinput", deviceId: "b", label: "Headset" },
];

function me(part: Partial<Me> = {}): Me {
  return {
    id: "me-id",
    name: "Mia",
    mic: { is: "on", deviceId: "a" },
    camera: { is: "on", deviceId: "c" },
    sharing: false,
    hand: false,
    picture: picture("me", 1280, 720),
    screen: null,
    ...part,
  };
}

const society: Moderation = { remove() {}, lock() {}, answer() {}, knock() {} };

function inside(part: Partial<Inside> = {}): Inside {
  return { side: "inside", locked: false, by: null, elsewhere: false, knocks: [], ...part };
}

function denied(): Me {
  return me({
    picture: null,
    camera: { is: "failed", why: "denied" },
    mic: { is: "failed", why: "missing" },
  });
}

const WIDE = [1280, 720] as const;
const PHONE = [540, 960] as const;
const CAMERA = [640, 480] as const;

const people: readonly (readonly [string, readonly [number, number] | null])[] = [
  ["Ann", WIDE],
  ["李小明", PHONE],
  ["עדה לאבלייס", CAMERA],
  [LONG, null],
  ["🦊", WIDE],
  ["Jürgen Müller", CAMERA],
  ["", PHONE],
];

function person(at: number, part: Partial<Participant> = {}): Participant {
  const [name, size] = people[at] ?? ["", null];
  return {
    id: `p${at}`,
    about: { name, mic: at % 3 !== 1, camera: size !== null, screen: false, hand: at === 4 },
    connection: "connected",
    verified: at === 1,
    picture: size && picture(`p${at}`, ...size),
    screen: null,
    voice: null,
    ...part,
  };
}

function call(count: number, part: Partial<CallState> = {}): CallState {
  return {
    ...initialState("Mia"),
    screen: "call",
    signaling: "open",
    room,
    devices,
    selected,
    me: me(),
    participants: Array.from({ length: count - 1 }, (_, at) => person(at)),
    ...part,
  };
}

function line(at: number, from: string, name: string, text: string): ChatLine {
  return {
    key: `k${at}`,
    from,
    name,
    mine: from === "me-id",
    text,
    at: Date.UTC(2026, 4, 3, 10, 20 + at),
    pending: false,
  };
}

const chat: ChatLine[] = [
  line(
    0,
    "p0",
    "Ann",
    "Morning. Here is the plan: https://example.org/plan?week=18 (second page).",
  ),
  line(1, "p0", "Ann", "I am five minutes late, start without me"),
  line(9, "me-id", "Mia", "Fine, we look at it together"),
  line(12, "p1", "李小明", "好的，我先把屏幕共享出来。"),
  line(13, "p2", "עדה לאבלייס", "שלום לכולם, רואים אותי?"),
  { ...line(14, "me-id", "Mia", "One moment, the train is in a tunnel."), pending: true },
  line(18, "me-id", "Mia", "Yes. " + "Loud and clear, and the picture is steady now. ".repeat(3)),
];

/** A connection whose numbers rise and fall, and are the same in every photograph. */
function insight(reasons: Diagnostics["reasons"], more: Partial<Diagnostics> = {}): Diagnostics {
  let at = 0;
  const stream = (bitrate: number): Stream => ({
    codec: "opus",
    width: null,
    height: null,
    rate: null,
    bitrate,
    loss: 0.002,
    jitter: 4.2,
  });
  return {
    reasons,
    refusedUrls: [],
    sends: {},
    gets: {},
    measure() {
      const wave = Math.sin(at++ / 6);
      const video = {
        ...stream(1.4e6 + wave * 4e5),
        codec: "VP8",
        width: 1280,
        height: 720,
        rate: 30,
      };
      return Promise.resolve({
        path: "relayed",
        protocol: "tls",
        roundTrip: 42 + wave * 9,
        delay: { ms: 84 + wave * 12, source: "frames" },
        received: { camera: video, mic: stream(32_000) },
        sent: { camera: { ...video, bitrate: 9e5 - wave * 2e5 }, mic: stream(30_000) },
      });
    },
    tryAgain: () => {},
    ...more,
  };
}

function lobby(part: Partial<CallState> = {}): CallState {
  return { ...initialState("Mia"), screen: "lobby", room, devices, selected, me: me(), ...part };
}

/** Every situation worth a look, by name. */
export const scenes: Record<string, () => CallState> = {
  landing: () => initialState(""),
  lobby: () => lobby(),
  "lobby-hidden": () => lobby({ relayOnly: true }),
  "lobby-open": () => lobby({ room: openRoom, me: me({ name: LONG }) }),
  "lobby-denied": () =>
    lobby({
      devices: [],
      me: me({
        picture: null,
        camera: { is: "failed", why: "denied" },
        mic: { is: "failed", why: "denied" },
      }),
    }),
  "lobby-off": () =>
    lobby({ me: me({ picture: null, camera: { is: "off" }, mic: { is: "off" }, name: "" }) }),
  "lobby-starting": () =>
    lobby({ me: me({ picture: null, camera: { is: "starting" }, mic: { is: "starting" } }) }),
  "lobby-mic": () => lobby({ me: me({ mic: { is: "failed", why: "busy" } }) }),
  "lobby-muted": () => lobby({ devices: two, me: me({ mic: { is: "muted", deviceId: "a" } }) }),
  "lobby-system": () =>
    lobby({ me: me({ picture: null, camera: { is: "failed", why: "denied-by-system" } }) }),
  "two-muted": () => call(2, { devices: two, me: me({ mic: { is: "muted", deviceId: "a" } }) }),
  "two-busy": () => call(2, { devices: two, me: me({ mic: { is: "failed", why: "busy" } }) }),
  alone: () => call(1),
  "alone-off": () => call(1, { me: me({ picture: null, camera: { is: "off" } }) }),
  "alone-denied": () => call(1, { devices: [], me: denied() }),
  "two-denied": () => call(2, { devices: [], me: denied() }),
  two: () => call(2),
  "two-phone": () =>
    call(2, { participants: [person(1)], me: me({ picture: picture("me", 540, 960) }) }),
  "two-avatar": () => call(2, { participants: [person(3)], me: me({ mic: { is: "off" } }) }),
  "two-poor": () => call(2, { participants: [person(0, { connection: "poor" })], unread: 3 }),
  "two-reconnecting": () =>
    call(2, {
      participants: [person(0, { connection: "reconnecting" })],
      signaling: "reconnecting",
    }),
  "two-connecting": () =>
    call(2, { participants: [person(0, { connection: "connecting", picture: null })] }),
  "two-failed": () =>
    call(2, {
      participants: [person(0, { connection: "failed", picture: null })],
      diagnostics: insight({ p0: "no_relay" }),
    }),
  "three-failed": () =>
    call(3, {
      participants: [person(0), person(1, { connection: "failed", picture: null })],
      diagnostics: insight({ p1: "relay_refused" }),
    }),
  numbers: () => call(2, { diagnostics: insight({}) }),
  "two-thin": () =>
    call(2, { diagnostics: insight({}, { gets: { p0: "less" }, sends: { p0: "less" } }) }),
  "two-heard": () =>
    call(2, {
      participants: [person(0, { connection: "poor", picture: null })],
      diagnostics: insight({}, { gets: { p0: "sound" }, sends: { p0: "sound" } }),
    }),
  "five-thin": () =>
    call(5, {
      diagnostics: insight({}, {
        gets: { p0: "sound", p1: "less", p2: "less", p3: "less" },
        sends: { p0: "sound", p1: "less" },
      }),
    }),
  "two-sharing": () => call(2, { me: me({ sharing: true, screen: slides() }) }),
  three: () => call(3),
  four: () => call(4),
  five: () => call(5),
  eight: () => call(8),
  "eight-states": () =>
    call(8, {
      participants: [
        person(0, { connection: "poor" }),
        person(1, { connection: "reconnecting" }),
        person(2, { connection: "failed", picture: null }),
        person(3, { connection: "connecting" }),
        ...[4, 5, 6].map((at) => person(at)),
      ],
    }),
  ...viewScenes({ call, person, insight }),
  ...togetherScenes({ call, lobby, me, person, insight, line, inside, moderation: society }),
  "share-two": () => call(2, { participants: [person(0, { screen: slides() })] }),
  "share-five": () =>
    call(5, {
      participants: [person(0), person(1, { screen: slides() }), person(2), person(3)],
    }),
  "share-eight": () =>
    call(8, {
      participants: [0, 1, 2, 3, 4, 5, 6].map((at) => person(at, at ? {} : { screen: slides() })),
    }),
  blocked: () => call(2, { soundBlocked: true }),
  removable: () => call(4, { moderation: society, lock: inside() }),
  lockable: () => call(3, { moderation: society, lock: inside({ locked: true }) }),
  "locked-by": () => call(2, { moderation: society, lock: inside({ locked: true, by: "Ann" }) }),
  knocked: () =>
    call(3, {
      moderation: society,
      lock: inside({
        locked: true,
        knocks: [{ id: "p5", name: "Jürgen Müller" }, { id: "p6", name: "" }],
      }),
    }),
  "knocked-long": () =>
    call(2, {
      moderation: society,
      lock: inside({ locked: true, knocks: [{ id: "p5", name: LONG }] }),
    }),
  outside: () => call(1, { moderation: society, lock: { side: "outside", answer: "none" } }),
  "outside-no": () => call(1, { moderation: society, lock: { side: "outside", answer: "no" } }),
  "outside-among": () =>
    call(2, { moderation: society, lock: { side: "outside", answer: "none" } }),
  "moved-by": () => call(3, { move: { is: "done", by: "Ann" } }),
  moving: () => call(3, { move: { is: "under-way" } }),
  "left-behind": () => call(1, { move: { is: "without-me" } }),
  chat: () => call(3, { chat }),
  "chat-empty": () => call(3),
  files: () => call(4, fileState()),
  joined: () => call(3, { toast: { is: "joined", name: LONG, key: 1 } }),
  left: () => ({ ...initialState("Mia"), screen: "left", room }),
  "left-full": () => ({ ...initialState("Mia"), screen: "left", room, signaling: "room_full" }),
  "bad-link": () => ({ ...initialState("Mia"), screen: "bad-link" }),
  insecure: () => ({ ...initialState("Mia"), screen: "insecure" }),
  unsupported: () => ({ ...initialState("Mia"), screen: "unsupported" }),
};
