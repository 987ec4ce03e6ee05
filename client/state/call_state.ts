/** Everything the page shows, as one value. The call writes it, the UI reads it. */
import type { VERDICTS } from "../../protocol/mod.ts";
import type { Device, DeviceChoice } from "./device.ts";

export type { Device, DeviceChoice, MediaProblem } from "./device.ts";

/** What became of a pair, and if nothing, why. */
export type Verdict = (typeof VERDICTS)[number];

/** What a member tells the others about itself, over the data channel. */
export interface About {
  readonly name: string;
  readonly mic: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly hand: boolean;
}

/** Who sits in front of this page. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly mic: Device;
  readonly camera: Device;
  /** A screen is shared, or the browser asks for one. */
  readonly sharing: boolean;
  readonly hand: boolean;
  /** Own camera, to be mirrored; null when off. */
  readonly picture: MediaStream | null;
  /** Own shared screen, not mirrored; null when not sharing. */
  readonly screen: MediaStream | null;
}

/** How the connection with one other member stands. */
export type Connection =
  | "connecting"
  | "connected"
  | "poor"
  /** They receive nothing of this page, though it receives them. */
  | "unheard"
  | "reconnecting"
  /** Their page is silent: asleep, or on its way to another server. */
  | "away"
  /** Who answered is not who it says: the identity check failed, and nothing is connected. */
  | "unverified"
  | "failed";

/** One other person in the call. The streams keep their identity while the person is there. */
export interface Participant {
  readonly id: string;
  readonly about: About;
  readonly connection: Connection;
  /** A person has compared the code with theirs, in this stay. */
  readonly verified: boolean;
  /** Camera picture; null when the camera is off or nothing has arrived yet. */
  readonly picture: MediaStream | null;
  readonly screen: MediaStream | null;
  /** To be played by an <audio> element, always. */
  readonly voice: MediaStream | null;
}

/** One line of the text chat. `from` is a member id; the name is kept as it was then. */
export interface ChatLine {
  readonly key: string;
  readonly from: string;
  readonly name: string;
  readonly mine: boolean;
  readonly text: string;
  /** Milliseconds since 1970 on this page's clock. */
  readonly at: number;
  /** An own line that not everybody has confirmed yet. */
  readonly pending: boolean;
}

/** The page's socket to the server. */
export type SignalingState =
  | "closed"
  | "connecting"
  | "open"
  /** It has been open. */
  | "reconnecting"
  /** It has not been open yet, and nobody answers. */
  | "absent"
  /** The browser knows of no network; the call may go on. */
  | "offline"
  | "room_full"
  | "replaced"
  | "busy"
  /** The server serves no pages of this origin; it goes on trying. */
  | "forbidden";

/** Which screen the page shows. */
export type Screen =
  | "landing"
  | "lobby"
  | "call"
  /** The person left, or `wire` says why the server ended it; the room can be entered again. */
  | "left"
  /** Whether calls would work here: `#/check`. */
  | "check"
  /** The fragment is not a link of ours. */
  | "bad-link"
  /** Not https and not localhost: no camera, no key derivation (W3C Secure Contexts). */
  | "insecure"
  /** No WebRTC in this browser. */
  | "unsupported";

/** The room as the link tells it. */
export interface Room {
  readonly name: string;
  /** No key in the link: whoever knows the name can join. */
  readonly open: boolean;
  /** The whole link, to be shared. */
  readonly href: string;
}

/** Passing remarks: shown for some seconds, announced politely. */
export type Toast =
  | { readonly is: "joined" | "left" | "hand"; readonly name: string }
  | {
    /** Gone; back and used again; chosen, but it does not start. */
    readonly is: "device-lost" | "device-back" | "device-refused";
    readonly kind: "mic" | "camera" | "speaker";
  }
  | { readonly is: "share-failed" | "link-copied" | "copy-refused" | "muted-speaking" };

export interface CallState {
  readonly screen: Screen;
  /** Part of the page's script has failed to load, and is tried again. */
  readonly incomplete: boolean;
  readonly room: Room | null;
  readonly me: Me;
  /** Ordered by arrival. */
  readonly participants: readonly Participant[];
  readonly signaling: SignalingState;
  readonly chat: readonly ChatLine[];
  /** Lines of others that came while the chat was closed. */
  readonly unread: number;
  readonly devices: readonly DeviceChoice[];
  /** The devices in use, or chosen for when they are; empty for the system's own choice. */
  readonly selected: Readonly<Record<DeviceChoice["kind"], string>>;
  /** Media go by a relay alone, so that the others do not see the own address. */
  readonly relayOnly: boolean;
  /** The browser refused to play sound until the next gesture. */
  readonly soundBlocked: boolean;
  readonly toast: (Toast & { readonly key: number }) | null;
  /** What the page knows of its connections; null in the first seconds of a call. */
  readonly diagnostics: Diagnostics | null;
  /** What the members can decide among themselves; null in the first seconds of a call. */
  readonly moderation: Moderation | null;
  readonly move: MoveState | null;
  /** Whether the call is locked; null while there is nothing to say about it. */
  readonly lock: LockView | null;
  /**
   * Somebody has tried to pass for this person; stands until it is put away. `by`: the name of the
   * member who has handed the forgery over, null when that is not known.
   */
  readonly alarm:
    | { readonly name: string; readonly by: string | null; readonly times: number }
    | null;
}

/** One stream of a connection, over the last second or so. */
export interface Stream {
  /** As its media type is named: `opus`, `VP8`. */
  readonly codec: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Frames a second; null for sound. */
  readonly rate: number | null;
  /** Bits a second, without headers. */
  readonly bitrate: number;
  /** Share of the packets that did not arrive, 0 to 1; null when nobody has told. */
  readonly loss: number | null;
  /** Milliseconds. */
  readonly jitter: number | null;
}

/** A connection in numbers; streams that stand still are not in it. */
export interface Measure {
  readonly path: "direct" | "relayed" | null;
  /** What carries it: to the other side, or to the relay. */
  readonly protocol: "udp" | "tcp" | "tls" | null;
  /** Milliseconds. */
  readonly roundTrip: number | null;
  readonly received: Partial<Record<"mic" | "camera" | "screen", Stream>>;
  readonly sent: Partial<Record<"mic" | "camera" | "screen", Stream>>;
}

/** The members decide, and never the server. */
export interface Moderation {
  /** Everybody but this member goes on with a new link. */
  remove(id: string): void;
  /** Nobody else comes in without being let in; or everybody with the link does again. */
  lock(on: boolean): void;
  /** Lets in who knocks, or not. */
  answer(id: string, admit: boolean): void;
  /** Asks those inside once more. */
  knock(): void;
}

/** The door of a call, seen from one of its sides. */
export type LockView =
  | {
    readonly side: "inside";
    readonly locked: boolean;
    /** Who has changed it last, as they call themselves; null: this page, or nobody has just now. */
    readonly by: string | null;
    /** Others keep a lock that this page is not inside. */
    readonly elsewhere: boolean;
    /** Who waits to be let in, in the order in which they came. */
    readonly knocks: readonly { readonly id: string; readonly name: string }[];
  }
  /** Others have locked the call. `no`: not let in, and free to knock again; `just-no`: not yet. */
  | { readonly side: "outside"; readonly answer: "none" | "no" | "just-no" };

/** The call goes on with a new link. */
export type MoveState =
  | { readonly is: "under-way" }
  /** `by`: who wanted it, as they call themselves; null when it is this page, or unknown. */
  | { readonly is: "done"; readonly by: string | null }
  /** The others have gone, and have not told this page where. */
  | { readonly is: "without-me" };

/** How much a member is sent: everything, less of it, or sound alone. */
export type SendLevel = "full" | "less" | "sound";

/** How the connections do, and why some do not come about. */
export interface Diagnostics {
  /** Why these members are not connected, by their ids, as far as the page has found out. */
  readonly reasons: Readonly<Record<string, Verdict>>;
  /** URLs of ICE servers that this browser does not accept. */
  readonly refusedUrls: readonly string[];
  /** Members that this page sends less, since their way is narrow; and those who send it less. */
  readonly sends: Readonly<Record<string, SendLevel>>;
  readonly gets: Readonly<Record<string, SendLevel>>;
  /** The connection with this member, measured since the question before; null without one. */
  measure(id: string): Promise<Measure | null>;
  /** A new connection with this member, at once. */
  tryAgain(id: string): void;
}

/** What a person can do. Every one is safe in every state; none throws. */
export interface Actions {
  /** From the landing page: a room with a random name and key. */
  startCall(): void;
  /** From the landing page: an open room of this name. False when the name is not a room name. */
  openRoom(name: string): boolean;
  setName(name: string): void;
  join(): void;
  leave(): void;
  /** Back into the room that was left. */
  rejoin(): void;
  goHome(): void;
  toggleMic(): void;
  toggleCamera(): void;
  /** Space held down while muted. */
  talk(on: boolean): void;
  retry(kind: "mic" | "camera"): void;
  toggleScreen(): void;
  chooseDevice(kind: DeviceChoice["kind"], deviceId: string): void;
  /** Has the browser ask for a speaker, where it lists none by itself. */
  askSpeaker(): void;
  /** An element could not play through this speaker. */
  speakerRefused(deviceId: string): void;
  raiseHand(on: boolean): void;
  /** Media by a relay alone, now and on later visits; a call that is on connects anew. */
  hideAddress(on: boolean): void;
  say(text: string): void;
  /** The chat is open on the screen, or not: decides what counts as unread. */
  readChat(open: boolean): void;
  /** An element was refused sound (NotAllowedError); and the gesture that lifts it. */
  soundRefused(): void;
  soundAllowed(): void;
  copyLink(): void;
  /** The numbers to compare with this member; null while there is nothing to compare. */
  sasOf(id: string): Promise<readonly number[] | null>;
  /** The person has compared them, and they are the same. */
  verify(id: string): void;
  /** The alarm was read. */
  dismissAlarm(): void;
}

/** Where sound levels are read, 0 to 1, sixty times a second and outside the state. */
export interface Levels {
  /** `"me"` or a member id. */
  of(who: string): number;
}
