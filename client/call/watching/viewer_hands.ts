import type { AudienceView } from "../../state/audience.ts";
import type { Member } from "../room/member.ts";
import type { ServedNames } from "./served_names.ts";
import type { ServedViewers } from "./served_viewers.ts";

/** Options of {@link openViewerHands}. */
export interface ViewerHandsOptions {
  readonly served: Pick<ServedViewers, "hands" | "invite">;
  readonly names: Pick<ServedNames, "hands">;
  readonly speakers: () => readonly Member[];
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Id of the speaker that serves this viewer, as the server's list has it. */
  readonly speakerOf: (viewer: string) => string | undefined;
}

/** Raised hands of all who watch the call. */
export interface ViewerHands {
  /** Those that this page's person has not answered. */
  list(): AudienceView["hands"];
  /** Has a viewer invited to speak, or puts its hand away on this page. */
  answer(viewer: string, invites: boolean): void;
}

/** A hand that is put away stays away for so long, however often it goes down and up. */
const AWAY_MS = 60_000;

/** Begins with no answers. */
export function openViewerHands(options: ViewerHandsOptions): ViewerHands {
  const { served, names, speakers, speakerOf, elapsed } = options;
  /** Milliseconds until which each that was answered is not shown again. */
  const answered = new Map<string, number>();
  const peerOf = (id: string) => speakers().find(({ peer }) => peer.id === id)?.peer;

  /** All hands; a member raises none for a viewer that another one serves. */
  function raised() {
    const own = served.hands().map((one) => ({ ...one, by: null }));
    return [...own, ...names.hands().filter(({ id, by }) => speakerOf(id) === by)];
  }

  return {
    list() {
      const all = raised();
      // A hand that goes up again is another one.
      for (const [id, until] of answered) {
        const isUp = all.some((one) => one.id === id);
        if (!isUp && elapsed() >= until) answered.delete(id);
      }
      return all.filter(({ id }) => !answered.has(id)).map(({ id, name, by }) => {
        return { id, name, by: by === null ? null : peerOf(by)?.about().name ?? "" };
      });
    },
    answer(viewer, invites) {
      const hand = raised().find(({ id }) => id === viewer);
      if (!hand) return;
      if (!invites) answered.set(viewer, elapsed() + AWAY_MS);
      else if (hand.by === null) served.invite(viewer);
      else if (peerOf(hand.by)?.send({ type: "invite", viewer })) answered.set(viewer, elapsed());
    },
  };
}
