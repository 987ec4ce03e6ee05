import type { Clock } from "../platform/clock.ts";
import type { Store } from "../state/store.ts";
import type { CallState, ChatLine } from "../state/call_state.ts";
import type { LockView } from "../state/moderation.ts";
import type { Diagnostics, SendLevels } from "../state/diagnostics.ts";
import { adaptSending } from "./bandwidth/adaptation.ts";
import type { ChatHistoryOptions } from "./chat/history_options.ts";
import { openPictureChoice } from "./bandwidth/picture_choice.ts";
import { adaptPictures } from "./bandwidth/pictures.ts";
import type { Call, CallNetwork, EnteredRoom } from "./call.ts";
import { type ChatHistory, openChatHistory } from "./chat/chat_history.ts";
import { isSigned } from "./chat/line_signatures.ts";
import { receiveControl } from "./deferred_control.ts";
import { openCallAudience, openStudio, reportTo, type StudioLoader } from "./deferred_outside.ts";
import { leaveOffers, type LeaveOffersOptions } from "./deferred_standing.ts";
import { startDiagnostics } from "./diagnostics/diagnostics.ts";
import { watchStillPictures } from "./bandwidth/still_watch.ts";
import { type FileEngine, type LazyFiles, openLazyFiles } from "./files/lazy_files.ts";
import type { startFiles, StartFilesOptions } from "./files/start_files.ts";
import { openMuteRequests } from "./interaction/mute_requests.ts";
import { openRecordings, type RecordingLoader } from "./interaction/recordings.ts";
import { openReactions } from "./interaction/reactions.ts";
import { knockBody } from "./moderation/knock.ts";
import { openLockStorage } from "./moderation/lock_storage.ts";
import { createRemoval } from "./moderation/removal.ts";
import { createRoomLock, type RoomLock } from "./moderation/room_lock.ts";
import type { StandingOffer } from "./connection/standing_offer.ts";
import type { SecurityContext } from "./security/security_context.ts";
import type { StudioOptions } from "./studio/studio.ts";
import type { StageLoader } from "./watching/stage_feed.ts";

/** Options of {@link startDeferred}: the call, and what of the browser its deferred features use. */
export interface DeferredOptions {
  readonly call: Call;
  readonly context: Promise<SecurityContext>;
  readonly clock: Pick<Clock, "later" | "now" | "elapsed">;
  readonly network: Pick<CallNetwork, "createRtc" | "signalingUrl" | "sockets">;
  readonly media: OwnSending;
  /** Storage of the tab: a lock is kept there over a reload. */
  readonly storage: Storage | null;
  /** Storage of the device: notes that files are kept, and a choice for all calls. */
  readonly deviceStorage: Storage | null;
  /** State of the page, for the chat that is in it. */
  readonly state: Pick<Store<CallState>, "get" | "watch">;
  /** Shows a line in the chat. */
  readonly addLine: (line: ChatLine) => void;
  /** Shows this to the person. */
  readonly tell: (part: Partial<CallState>) => void;
  /** Leaves this room for that of another key, with what the devices give. */
  readonly moveTo: (key: string) => void;
  readonly signal: AbortSignal;
}

/** Media of this page, as far as deferred features read and change it. */
interface OwnSending extends Pick<StudioOptions, "showShare"> {
  /** The live microphone, muted or not. */
  readonly microphone: () => MediaStreamTrack | null;
}

/** Ways to what files need, which is loaded when the first one is chosen or offered. */
export interface FileLoader extends Pick<StartFilesOptions, "startWorker" | "inTime"> {
  load(): Promise<{ readonly startFiles: typeof startFiles }>;
}

/** Ways to chunks that features load when they are wanted. */
export interface Loaders {
  readonly files: FileLoader;
  readonly recording: RecordingLoader;
  readonly watching: StageLoader;
  readonly studio: StudioLoader;
}

/** Starts the deferred features: diagnostics, bandwidth adaptation, lock and removal. */
export function startDeferred(
  options: DeferredOptions,
  loaders: Loaders,
  onNetwork: LeaveOffersOptions["onNetwork"],
): void {
  const { call, clock: { later, elapsed }, signal, tell } = options;
  const { members } = call;
  const levels = showDiagnostics(options);
  const still = watchStillPictures(elapsed);
  options.context.then((context) => {
    const { identity, seal } = context;
    const room = call.room();
    if (!room || signal.aborted) return;
    let standing: StandingOffer | null = null;
    let isClosed = true;
    const lock = openLock(options, room, context, (view) => {
      isClosed = view.side === "outside" || view.locked;
      standing?.look();
    });
    const { network } = options;
    const stay = { call, room, context, network, later, signal };
    standing = leaveOffers({ ...stay, onNetwork, isClosed: () => isClosed });
    const files = openFiles(options, loaders.files, {
      me: identity.id,
      room: seal.roomId,
      isNarrow: levels.isNarrow,
    });
    const pictures = adaptPictures({
      elapsed,
      later,
      members,
      choice: openPictureChoice({ device: options.deviceStorage, tab: options.storage }),
      limitPictures: room.members.limits.limitPictures,
      tell: (reception) => tell({ reception }),
      signal,
    });
    const audience = openCallAudience(options, loaders.watching, {
      stay: room.stay,
      rejects: lock.rejects,
      measure: (by, message) => adapter.receive(by, message),
    });
    const adapter = adaptSending({
      elapsed,
      later,
      signal,
      members: () => [...members(), ...audience.members()],
      read(id, connection, report) {
        pictures.read(id, connection, report);
        still.read(connection, report);
        audience.read(id, connection, report);
      },
      setLevels(changed) {
        room.members.limits.setLevels(changed);
        audience.setLevels(changed);
        levels.set(changed);
      },
    });
    const removal = createRemoval({
      later,
      signal,
      members,
      moveTo: options.moveTo,
      tell: (move) => tell({ move }),
    });
    const interaction = openInteraction(options, loaders.recording);
    const history = openHistory(options, { me: identity, roomId: seal.roomId });
    const studio = openStudio(options, loaders.studio);
    const media = { adapter, pictures, files, studio, audience };
    const features = { ...media, history, lock, removal, ...interaction };
    const { answer, knock } = lock;
    tell({ moderation: { remove: removal.remove, lock: lock.lock, answer, knock } });
    call.policy.install({
      rejects: (id, envelope) => audience.takes(id, envelope) || lock.rejects(id, envelope),
      receive: (control) => signal.aborted || receiveControl(control, features),
    });
  });
}

/** Opens the lock of this stay; `changed` hears of each change. */
function openLock(
  { call, clock: { elapsed, later, now }, storage, tell, signal }: DeferredOptions,
  room: EnteredRoom,
  { identity, seal }: SecurityContext,
  changed: (view: LockView) => void,
): RoomLock {
  return createRoomLock({
    elapsed,
    later,
    signal,
    me: { id: identity.id, identityKey: identity.signer.publicKey },
    name: () => call.about.name,
    storage: openLockStorage(storage, seal.roomId, now),
    members: room.members,
    write: (to, message) =>
      room.sendSealed(to, { kind: "client-candidate", body: knockBody(message) }),
    tell(view) {
      tell({ lock: view });
      changed(view);
    },
  });
}

/** Starts diagnostics, and shows them together with the levels of media. */
function showDiagnostics({ call, network: { createRtc }, clock, tell, signal }: DeferredOptions) {
  let shown: Diagnostics | null = null;
  let levels: SendLevels = { sends: {}, gets: {} };
  startDiagnostics({
    createRtc,
    later: clock.later,
    signal,
    members: call.members,
    refusedUrls: () => call.room()?.connections.accepting.refused() ?? [],
    report: reportTo(call),
    tell: (told) => tell({ diagnostics: shown = { ...told, ...levels } }),
  });
  return {
    set(changed: SendLevels): void {
      levels = changed;
      if (shown) tell({ diagnostics: shown = { ...shown, ...levels } });
    },
    /** True if this member is sent less than everything. */
    isNarrow: (id: string) => (levels.sends[id] ?? "full") !== "full",
  };
}

/** Opens what members tell each other in passing. */
function openInteraction(
  { call, clock: { later, elapsed, now }, state, media, tell, signal }: DeferredOptions,
  loader: RecordingLoader,
) {
  const common = { elapsed, later, members: call.members, signal };
  return {
    reactions: openReactions({ ...common, tell: (reactions) => tell({ reactions }) }),
    muteRequests: openMuteRequests({
      ...common,
      isHeard: () => call.about.mic,
      tell: (muteRequests) => tell({ muteRequests }),
    }),
    recordings: openRecordings({
      loader,
      members: call.members,
      state,
      microphone: media.microphone,
      elapsed,
      now,
      tell,
      signal,
    }),
  };
}

/** Opens the chat for those who come later. */
function openHistory(
  { call, clock, state, tell, signal }: DeferredOptions,
  { me, roomId }: Pick<ChatHistoryOptions, "me" | "roomId">,
): ChatHistory {
  return openChatHistory({
    me,
    roomId,
    isSigned: (line) => isSigned(roomId, line),
    clock,
    began: clock.now() - (clock.elapsed() - call.began),
    members: () =>
      call.members().map(({ peer }) => {
        const connection = peer.connection();
        // With a proven certificate alone it calls itself connected.
        const isProven = connection?.state() === "connected";
        const identityKey = isProven ? connection.partner()?.sessionInfo.identityKey : null;
        return { id: peer.id, identityKey: identityKey ?? null, send: peer.send };
      }),
    chat: {
      lines: () => state.get().chat,
      show: (chat) => tell({ chat }),
      watch: state.watch,
    },
    signal,
  });
}

/** Gate to the files of this stay; they go slower where the call itself is sent less. */
function openFiles(
  options: DeferredOptions,
  { load, startWorker, inTime }: FileLoader,
  stay: Pick<StartFilesOptions, "me" | "room" | "isNarrow">,
): LazyFiles {
  const { call, clock, addLine, tell, signal } = options;
  return openLazyFiles({
    storage: options.deviceStorage,
    show: (files) => tell({ files }),
    begin: async (notes): Promise<FileEngine> =>
      (await load()).startFiles({
        ...notes,
        ...stay,
        members: call.members,
        clock,
        startWorker,
        inTime,
        addLine(key, text, at, from) {
          const { id, name } = from ?? { id: "me", name: call.about.name };
          addLine({ key, from: id, name, mine: !from, text, at, pending: false, file: true });
        },
        signal,
      }),
    signal,
  });
}
