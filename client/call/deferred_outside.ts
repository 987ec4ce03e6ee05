import type { Clock } from "../platform/clock.ts";
import type { CallState, ChatLine } from "../state/call_state.ts";
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
  readonly state: Pick<Store<CallState>, "get" | "watch">;
  /** Shows a line in the chat. */
  readonly addLine: (line: ChatLine) => void;
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
  { call, clock, network, media: { microphone }, state, addLine, tell, signal }: OutsideOptions,
  loader: StageLoader,
  stay: Pick<AudienceOptions, "stay" | "rejects" | "measure">,
): Audience {
  return openAudience({
    ...stay,
    clock,
    server: { socket: () => network.sockets.newest, report: reportTo(call) },
    ...endpointsOf(call, network),
    speakers: call.members,
    stage: { loader, state, microphone },
    chat: {
      lines: () => state.get().chat,
      add: addLine,
      show: (chat) => tell({ chat }),
      watch: state.watch,
    },
    show: (audience) => tell({ audience }),
    signal,
  });
}

/** Origin of the endpoints of a call, and connections for their clients. */
const endpointsOf = ({ room }: Call, { signalingUrl }: OutsideOptions["network"]) => ({
  origin: signalingUrl.replace(/^ws(.*)\/ws$/, "http$1"),
  async openRtc() {
    const connections = room()?.connections;
    if (!connections) throw new Error("no room");
    return connections.accepting.create(await connections.iceServers.fresh());
  },
});

/** Studio of this stay, loaded when somebody makes one. */
export function openStudio(
  { call, clock, network, media, state, tell, signal }: OutsideOptions,
  { load, play, openShare }: StudioLoader,
): LazyStudio {
  const { members } = call;
  return openLazyStudio({
    begin: async (show) =>
      (await load()).startStudio({
        ...endpointsOf(call, network),
        clock,
        members,
        report: reportTo(call),
        socket: () => network.sockets.newest,
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
