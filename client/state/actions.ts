import type { DeviceChoice } from "./device.ts";
import type { ViewChange } from "./stage_view.ts";
import type { Effects } from "./effects.ts";

/** Actions of the person on the page. Every one is safe in every state; none throws. */
export interface Actions {
  readonly room: RoomActions;
  readonly call: CallActions;
  readonly devices: DeviceActions;
}

/** Ways into a room and out of it. */
export interface RoomActions {
  /** Creates a room with a random name and key, from the landing page. */
  startCall(): void;
  /** Goes to the open room of this name. False when the name is not a room name. */
  openRoom(name: string): boolean;
  join(): void;
  leave(): void;
  /** Enters the room again that was left. */
  rejoin(): void;
  goHome(): void;
  /** Answers whether to leave the call by the way that was taken. */
  answerLeaving(leave: boolean): void;
  /** Sends media by a relay alone, now and on later visits; a call that is on connects anew. */
  hideAddress(on: boolean): void;
  copyLink(): void;
}

/** Actions towards the other members. */
export interface CallActions {
  setName(name: string): void;
  /** Raises the hand, or lowers it. */
  toggleHand(): void;
  say(text: string): void;
  /** Notes that the chat is open on the screen, or not: decides what counts as unread. */
  readChat(open: boolean): void;
  /** Resolves to the numbers to compare with this member; null while there is nothing to compare. */
  sasOf(id: string): Promise<readonly number[] | null>;
  /** Notes that the person has compared them, and that they are the same. */
  verify(id: string): void;
  /** Puts away the alarm, which was read. */
  dismissAlarm(): void;
  /** Changes the own view of the call, from how it is at that moment. */
  arrange(change: ViewChange): void;
}

/** Actions on the own devices. */
export interface DeviceActions {
  toggleMic(): void;
  toggleCamera(): void;
  /** Turns a microphone that is off on while a key is held down. */
  talk(on: boolean): void;
  retry(kind: "mic" | "camera"): void;
  toggleScreen(): void;
  chooseDevice(kind: DeviceChoice["kind"], deviceId: string): void;
  /** Has the browser ask for a speaker, where it lists none by itself. */
  askSpeaker(): void;
  /** Notes that an element could not play through this speaker. */
  speakerRefused(deviceId: string): void;
  /** Changes what the others see and hear of this person, now and on later visits. */
  setEffects(part: Partial<Effects>): void;
  /** Takes a picture of this device as the background. */
  chooseBackground(file: Blob): void;
  /** Notes that an element was refused sound (NotAllowedError). */
  soundRefused(): void;
  /** Notes the gesture that lifts the refusal. */
  soundAllowed(): void;
}

/** Sound levels, 0 to 1, read sixty times a second and outside the state. */
export interface Levels {
  /** Level of `"me"` or of a member id. */
  of(who: string): number;
  /** The live microphone, muted or not; null while none is open. */
  microphone(): MediaStreamTrack | null;
}
