import type { Later } from "../../platform/clock.ts";
import type { MuteRequests } from "../../state/interaction.ts";
import type { Member } from "../room/member.ts";
import { limitSenders } from "../../platform/sender_limit.ts";

/** Options of {@link openMuteRequests}. */
export interface MuteRequestOptions {
  readonly elapsed: () => number;
  readonly later: Later;
  readonly members: () => readonly Pick<Member, "peer">[];
  /** True while the microphone of this page is on. */
  readonly isHeard: () => boolean;
  readonly tell: (requests: MuteRequests) => void;
  readonly signal: AbortSignal;
}

/** Requests of members to mute oneself. */
export interface MuteRequestFeed {
  /** Takes a request of this member. */
  receive(by: string, name: string): void;
}

/** Milliseconds after which one member may ask again. */
export const ASK_AGAIN_MS = 30_000;

/**
 * Opens the requests of a call. A request is shown to the person who is asked, and changes nothing
 * by itself: nobody but that person turns a microphone off.
 */
export function openMuteRequests(options: MuteRequestOptions): MuteRequestFeed {
  const { elapsed, later, members, isHeard, tell, signal } = options;
  const admits = limitSenders({ burst: 1, everyMs: ASK_AGAIN_MS, elapsed });
  let from: MuteRequests["from"] = null;
  let asked: readonly string[] = [];

  const show = () => tell({ from, asked, ask, dismiss });

  function ask(id: string): void {
    const peer = members().map(({ peer }) => peer).find((one) => one.id === id);
    if (signal.aborted || asked.includes(id) || !peer?.send({ type: "ask-mute" })) return;
    asked = [...asked, id];
    show();
    later(ASK_AGAIN_MS, () => {
      asked = asked.filter((one) => one !== id);
      show();
    }, signal);
  }

  function dismiss(): void {
    from = null;
    if (!signal.aborted) show();
  }

  show();
  return {
    receive(by, name) {
      if (signal.aborted || !isHeard() || !admits(by)) return;
      const request = { id: by, name };
      from = request;
      show();
      later(ASK_AGAIN_MS, () => from === request && dismiss(), signal);
    },
  };
}
