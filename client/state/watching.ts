import type { SignalingState } from "./call_state.ts";
import type { ShownHeights } from "./reception.ts";

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
  /** Goes to the lobby of the call. */
  join(): void;
  /** Takes the height at which the stage is shown, in device pixels. */
  showAt(heights: ShownHeights): void;
}
