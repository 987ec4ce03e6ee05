import type { AudienceView } from "./audience.ts";
import type { DeviceChoice } from "./device.ts";
import type { EffectsView } from "./effects.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { Files } from "./files.ts";
import type { MuteRequests, Reactions } from "./interaction.ts";
import type { LockView, Moderation, MoveState } from "./moderation.ts";
import type { Me, Participant } from "./person.ts";
import type { Recordings } from "./recording.ts";
import type { ReceptionView } from "./reception.ts";
import type { StageView } from "./stage_view.ts";
import type { StudioView } from "./studio.ts";

/** Everything the page shows, as one value in its store. A part of the page takes the slices that it reads. */
export type CallState =
  & PlaceState
  & MediaState
  & RoomState
  & InteractionState
  & ViewState
  & NoticeState;

/** Place of the page: its screen, its room, and its way to the server. */
export interface PlaceState {
  readonly screen: Screen;
  readonly room: Room | null;
  readonly signaling: SignalingState;
  /** Media go by a relay alone, so that the others do not see the own address. */
  readonly relayOnly: boolean;
}

/** The own person, and the devices to choose from. */
export interface MediaState {
  readonly me: Me;
  readonly devices: readonly DeviceChoice[];
  /** The devices in use, or chosen for when they are; empty for the system's own choice. */
  readonly selected: Readonly<Record<DeviceChoice["kind"], string>>;
  /** Studio of the call; absent in the first seconds of it. */
  readonly studio?: StudioView | null;
  /** Effects on the own media; null while nobody has wished for one. */
  readonly effects: EffectsView | null;
}

/** The other members, what they say, and what members can decide. */
export interface RoomState {
  /** Ordered by arrival. */
  readonly participants: readonly Participant[];
  /** Ids of those who have raised a hand, in the order in which they did. */
  readonly hands: readonly string[];
  readonly chat: readonly ChatLine[];
  /** Lines of others that came while the chat was closed. */
  readonly unread: number;
  /** State of the connections; null in the first seconds of a call. */
  readonly diagnostics: Diagnostics | null;
  /** Decisions that members can take; null in the first seconds of a call. */
  readonly moderation: Moderation | null;
  /** Pictures that are held back; null in the first seconds of a call. */
  readonly reception: ReceptionView | null;
  readonly move: MoveState | null;
  /** Files of the call; null in the first seconds of it. */
  readonly files: Files | null;
  /** Those who watch; absent until the server has told of them. */
  readonly audience?: AudienceView | null;
  /** Lock of the call; null while there is nothing to say about it. */
  readonly lock: LockView | null;
}

/** Signs that members give each other. */
export interface InteractionState {
  /** Reactions of the call; null in the first seconds of it. */
  readonly reactions: Reactions | null;
  /** Requests to mute; null in the first seconds of a call. */
  readonly muteRequests: MuteRequests | null;
  /** Recordings of the call; null in the first seconds of it. */
  readonly recordings: Recordings | null;
}

/** The person's own view of the call. */
export interface ViewState {
  readonly view: StageView;
  /** The way back was taken, and the person is asked whether to leave the call. */
  readonly leaving: boolean;
}

/** Remarks to the person that stand beside everything else. */
export interface NoticeState {
  /** Part of the page's script has failed to load, and is tried again. */
  readonly incomplete: boolean;
  /** The browser refused to play sound until the next gesture. */
  readonly soundBlocked: boolean;
  readonly toast: (Toast & { readonly key: number }) | null;
  /**
   * Somebody has tried to pass for this person; stands until it is put away. `by`: the name of the
   * member who has handed the forgery over, null when that is not known.
   */
  readonly alarm:
    | { readonly name: string; readonly by: string | null; readonly times: number }
    | null;
}

/** Screen that the page shows. */
export type Screen =
  | "landing"
  | "lobby"
  | "call"
  /** The person left, or `signaling` says why the server ended it; the room can be entered again. */
  | "left"
  /** The check of this browser and network: `#/check`. */
  | "check"
  /** A call is watched, by a link that says so. */
  | "watch"
  /** The fragment is not a link of ours. */
  | "bad-link"
  /** Not https and not localhost: no camera, no key derivation (W3C Secure Contexts). */
  | "insecure"
  /** No WebRTC in this browser. */
  | "unsupported";

/** Room as the link tells it. */
export interface Room {
  readonly name: string;
  /** No key in the link: everybody who knows the name can join. */
  readonly open: boolean;
  /** The whole link, to be shared. */
  readonly href: string;
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
  /** The server serves no pages of this origin; the page goes on trying. */
  | "forbidden"
  /** The server answers, and no socket comes through to it; the page goes on trying. */
  | "no_upgrade";

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
  /** True if the line stands for the file of the same key; `text` is its name then. */
  readonly file?: true;
  /** Set if it was said before this page came: the member who handed it over, and the writer's key. */
  readonly earlier?: { readonly by: string; readonly identityKey: string };
  /** Set if a viewer has written it: the name of the member that passes it on, null for this page. */
  readonly viewer?: { readonly by: string | null };
}

/** Passing remarks: shown for some seconds, announced politely. */
export type Toast =
  | { readonly is: "joined" | "left"; readonly name: string }
  | {
    /** Gone; back and used again; chosen, but it does not start. */
    readonly is: "device-lost" | "device-back" | "device-refused";
    readonly kind: "mic" | "camera" | "speaker";
  }
  | { readonly is: "share-failed" | "link-copied" | "copy-refused" };
