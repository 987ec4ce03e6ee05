import type { SignalingState } from "./call_state.ts";
import type { ShownHeights } from "./reception.ts";

/** Line of the chat, as a page shows it that watches. */
export interface WatchedLine {
  readonly key: string;
  /** Id of the writer. */
  readonly from: string;
  readonly name: string;
  readonly text: string;
  readonly mine: boolean;
  /** Somebody has written it who watches. */
  readonly viewer: boolean;
  /** An own line that the speaker has not passed on yet. */
  readonly pending: boolean;
}

/** Chat of the call, as far as it is opened to viewers. */
export interface WatchedChatView {
  /** Members let viewers read and write. */
  readonly isOn: boolean;
  readonly lines: readonly WatchedLine[];
}

/** Everything that a page shows which watches a call. */
export interface WatchingView {
  /** Name of the room. */
  readonly room: string;
  readonly phase: "lobby" | "watching" | "ended";
  readonly signaling: SignalingState;
  /** Name of the speaker whose stage is shown; null while there is none. */
  readonly by: string | null;
  /** Number of those who watch, this page among them. */
  readonly viewers: number;
  /** Name of the person, for the speaker that serves this page. */
  readonly name: string;
  readonly hand: boolean;
  /** A speaker has invited this person to join and speak. */
  readonly invited: boolean;
  readonly chat: WatchedChatView;
  readonly picture: MediaStream | null;
  readonly voice: MediaStream | null;
}

/** Actions of a person who watches. */
export interface WatchingActions {
  start(): void;
  stop(): void;
  setName(name: string): void;
  /** Raises the hand, or lowers it. */
  raise(hand: boolean): void;
  /** Says something in the chat; false if it is too early for one more line. */
  say(text: string): boolean;
  /** Goes to the lobby of the call. */
  join(): void;
  /** Takes the height at which the stage is shown, in device pixels. */
  showAt(heights: ShownHeights): void;
}
