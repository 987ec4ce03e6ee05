import type { CallState } from "../../state/call_state.ts";
import type { Store } from "../../state/store.ts";
import type { Tracks } from "../media/slots.ts";
import type { Members } from "../room/members.ts";
import { voicesOf } from "../room/voices.ts";
import { STAGE_RATE } from "./viewer_limits.ts";

/** The stage of this page as one picture, and all voices as one sound. */
export interface StageFeed {
  readonly picture: MediaStreamTrack;
  readonly sound: MediaStreamTrack;
  stop(): void;
}

/** Options of a stage feed. */
export interface StageFeedOptions {
  /** Pictures per second. */
  readonly rate: number;
  /** Name of this page's person, for its tile. */
  readonly ownName: () => string;
  readonly voices: () => readonly {
    readonly id: string;
    readonly name: string;
    readonly track: MediaStreamTrack | null;
  }[];
  /** Runs something at this interval, in a hidden page too, until the signal aborts. */
  readonly tick: (ms: number, run: () => void, signal: AbortSignal) => void;
}

/** Ways to what composes the stage, which is loaded when somebody watches by way of this page. */
export interface StageLoader extends Pick<StageFeedOptions, "tick"> {
  load(): Promise<{
    /** Composes the stage; null where there is none, or the browser cannot. */
    readonly composeStage: (options: StageFeedOptions) => StageFeed | null;
  }>;
}

/** Stage of this page, and what has to be known of it to send it. */
export interface StageSource {
  readonly loader: StageLoader;
  readonly state: Pick<Store<CallState>, "get">;
  /** The live microphone, muted or not. */
  readonly microphone: () => MediaStreamTrack | null;
}

/** The composed stage on its way to those who watch. */
export interface StageSending {
  /** Begins to compose, unless it has. */
  start(): void;
  stop(): void;
  /** Sends what there is. */
  sendTo(viewer: Pick<Members, "send" | "announce">): void;
}

/** Opens it; `begun` hears when there is something to send. */
export function openStageSending(
  { loader, state, microphone }: StageSource,
  begun: () => void,
  signal: AbortSignal,
): StageSending {
  let feed: StageFeed | null = null;
  /** True from the beginning to the end, also while the chunk is being loaded. */
  let isWanted = false;

  const voices = () => voicesOf(state.get(), microphone());

  async function compose(): Promise<void> {
    const { composeStage } = await loader.load();
    if (signal.aborted || !isWanted || feed) return;
    const ownName = () => state.get().me.name;
    feed = composeStage({ rate: STAGE_RATE, ownName, voices, tick: loader.tick });
    // No stage on the screen yet: the next one who asks tries again.
    if (!feed) isWanted = false;
    begun();
  }

  function stop(): void {
    isWanted = false;
    feed?.stop();
    feed = null;
  }

  signal.addEventListener("abort", stop, { once: true });
  return {
    start() {
      if (isWanted) return;
      isWanted = true;
      void compose();
    },
    stop,
    sendTo(viewer) {
      if (!feed) return;
      const { me, participants } = state.get();
      const isShared = me.screen !== null || participants.some(({ screen }) => screen !== null);
      const { mic, camera, screen } = tracksOf(feed, isShared);
      viewer.send({ mic, camera, screen });
      const sent = { mic: true, camera: camera !== null, screen: screen !== null };
      viewer.announce({ name: me.name, ...sent, hand: false });
    },
  };
}

/** The stage goes where a shared screen would, and keeps its lines, while there is one on it. */
function tracksOf({ picture, sound: mic }: StageFeed, isShared: boolean): Tracks {
  picture.contentHint = isShared ? "detail" : "motion";
  return isShared ? { mic, camera: null, screen: picture } : { mic, camera: picture, screen: null };
}
