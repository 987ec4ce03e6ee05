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
  /** Number of threads of the processor. */
  readonly cores: number;
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
  /** Composes the stage for as long as somebody wants it. */
  want(who: string, on: boolean): void;
  /** The composed stage; null where there is none on the screen, or nobody wants it. */
  feed(): Promise<StageFeed | null>;
  /** Sends what there is. */
  sendTo(viewer: Pick<Members, "send" | "announce">): void;
}

/** Opens it; `begun` hears when there is something to send. */
export function openStageSending(
  { loader, state, microphone }: StageSource,
  begun: () => void,
  signal: AbortSignal,
): StageSending {
  const wanted = new Set<string>();
  let feed: StageFeed | null = null;
  let composing: Promise<void> | null = null;

  const voices = () => voicesOf(state.get(), microphone());

  async function compose(): Promise<void> {
    const { composeStage } = await loader.load();
    if (signal.aborted || wanted.size === 0) return;
    const ownName = () => state.get().me.name;
    feed = composeStage({ rate: STAGE_RATE, ownName, voices, tick: loader.tick });
    begun();
  }

  function stop(): void {
    wanted.clear();
    feed?.stop();
    feed = null;
  }

  signal.addEventListener("abort", stop, { once: true });
  return {
    want(who, on) {
      if (on) wanted.add(who);
      else wanted.delete(who);
      if (wanted.size === 0) return stop();
      // Without a stage on the screen, the next one who wants it tries again.
      if (!feed) composing ??= compose().finally(() => composing = null);
    },
    async feed() {
      await composing;
      return feed;
    },
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
