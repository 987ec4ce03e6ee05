import { openTelling, type ToldMembers } from "../endpoint/told_members.ts";
import { MAX_TOKEN_COUNT } from "../messages/endpoint_control.ts";
import type { ViewerChatState } from "../messages/watching_control.ts";

/** Options of {@link openChatSwitch}. */
export interface ChatSwitchOptions {
  readonly speakers: ToldMembers;
  /** Viewers that this page serves. */
  readonly viewers: ToldMembers;
  /** Called when the chat is opened to viewers, or closed. */
  readonly changed: () => void;
}

/** Switch that opens the chat to viewers, as all members keep it. */
export interface ChatSwitch {
  readonly isOn: boolean;
  turn(on: boolean): void;
  /** Takes what a member tells. */
  receive(message: ViewerChatState): void;
  /** Tells members and viewers, once a connection, what has changed. */
  tell(): void;
}

/** A count that is farther ahead than this is not a newer one: none can be the last. */
const MAX_STEPS = 1000;

/** Begins with a chat that viewers have no part in. */
export function openChatSwitch({ speakers, viewers, changed }: ChatSwitchOptions): ChatSwitch {
  const tellSpeakers = openTelling(speakers);
  const tellViewers = openTelling(viewers);
  let [count, isOn] = [0, false];

  function tell(): void {
    if (count === 0) return;
    const state: ViewerChatState = { type: "viewer-chat", count, on: isOn };
    const version = `${count} ${isOn}`;
    tellSpeakers(version, (peer) => peer.send(state));
    tellViewers(version, (peer) => peer.send(state));
  }

  function adopt(next: number, on: boolean): void {
    const isNews = on !== isOn;
    [count, isOn] = [next, on];
    if (isNews) changed();
    tell();
  }

  function turn(on: boolean): void {
    if (on !== isOn && count < MAX_TOKEN_COUNT) adopt(count + 1, on);
  }

  return {
    get isOn() {
      return isOn;
    },
    turn,
    receive({ count: told, on }) {
      const ahead = told - count;
      if (Math.abs(ahead) > MAX_STEPS) return on ? undefined : turn(false);
      if (ahead > 0 || ahead === 0 && !on && isOn) adopt(told, on);
    },
    tell,
  };
}
