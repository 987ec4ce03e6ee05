import type { Clock } from "../platform/clock.ts";
import type { CallState } from "../state/call_state.ts";
import type { Store } from "../state/store.ts";
import type { Call, CallNetwork, EnteredRoom } from "./call.ts";
import type { startStudio, StudioOptions } from "./studio/studio.ts";
import { type LazyStudio, openLazyStudio } from "./studio/lazy_studio.ts";
import { type Audience, type AudienceOptions, openAudience } from "./watching/audience.ts";
import type { StageLoader, StageSource } from "./watching/stage_feed.ts";

/** Options of the ways by which others come into a call, who are no members. */
export interface OutsideOptions {
  readonly call: Call;
  readonly clock: Pick<Clock, "later" | "now" | "elapsed">;
  readonly network: Pick<CallNetwork, "signalingUrl" | "sockets">;
  readonly media: Pick<StudioOptions, "showShare"> & Pick<StageSource, "microphone">;
  readonly state: Pick<Store<CallState>, "get">;
  /** Shows this to the person. */
  readonly tell: (part: Partial<CallState>) => void;
  readonly signal: AbortSignal;
}

/** Ways to what a studio needs, which is loaded when somebody makes one. */
export interface StudioLoader extends Pick<StudioOptions, "play" | "openShare"> {
  load(): Promise<{ readonly startStudio: typeof startStudio }>;
}

/** Sends to the server; false while no socket to it is open. */
export const reportTo = (call: Call): EnteredRoom["socket"]["send"] => (message) =>
  call.room()?.socket.send(message) ?? false;

/** Audience of this stay, which is sent what a recording would show. */
export function openCallAudience(
  { call, clock, network, media: { microphone }, state, tell, signal }: OutsideOptions,
  loader: StageLoader,
  stay: Pick<AudienceOptions, "stay" | "rejects" | "measure">,
): Audience {
  return openAudience({
    ...stay,
    clock,
    server: { socket: () => network.sockets.newest, report: reportTo(call) },
    speakers: call.members,
    stage: { loader, state, microphone },
    isStrained: () => state.get().reception?.strained ?? false,
    show: (audience) => tell({ audience }),
    signal,
  });
}

/** Studio of this stay, loaded when somebody makes one. */
export function openStudio(
  { call, clock, network, media, state, tell, signal }: OutsideOptions,
  { load, play, openShare }: StudioLoader,
): LazyStudio {
  const { members, room } = call;
  return openLazyStudio({
    begin: async (show) =>
      (await load()).startStudio({
        origin: network.signalingUrl.replace(/^ws(.*)\/ws$/, "http$1"),
        clock,
        members,
        report: reportTo(call),
        socket: () => network.sockets.newest,
        openRtc: () => room()?.connections.createOther() ?? Promise.reject(),
        openShare,
        showShare: media.showShare,
        isSharing: () => state.get().me.sharing,
        play,
        show,
        signal,
      }),
    show: (studio) => tell({ studio }),
    signal,
  });
}
