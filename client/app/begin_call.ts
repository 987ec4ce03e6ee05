import { type Call, startCall } from "../call/call.ts";
import type { About } from "../call/messages/about.ts";
import type { SecurityContext } from "../call/security/security_context.ts";
import type { CallState, SignalingState, Toast } from "../state/call_state.ts";
import type { Me } from "../state/person.ts";
import type { Store } from "../state/store.ts";
import type { Browser } from "./browser.ts";
import type { ChatLog } from "./chat_log.ts";
import { loadDeferred } from "./load_deferred.ts";
import type { PageMedia } from "./page_media.ts";

/** Parts of the page that every call of it is wired to. */
export interface CallWiring {
  readonly browser: Pick<
    Browser,
    "clock" | "random" | "storage" | "network" | "page" | "wakeLock" | "loadDeferredChunk"
  >;
  readonly state: Store<CallState>;
  readonly media: PageMedia;
  readonly chat: ChatLog;
  readonly about: () => About;
  readonly setMe: (part: Partial<Me>) => void;
  readonly changed: () => void;
  readonly toast: (toast: Toast) => void;
  /** Called when an answer of the server is final. */
  readonly ended: () => void;
}

/** A call of its own: what it is entered with, and how it ends. */
export interface CallEntry {
  readonly context: Promise<SecurityContext>;
  /** Begins the call anew in the room of another key. */
  readonly moveTo: (key: string) => void;
  readonly signal: AbortSignal;
}

/** Starts a call, and loads its deferred part later, which keeps the screen on. */
export function beginCall(wiring: CallWiring, entry: CallEntry): Call {
  const { context, signal } = entry;
  const call = enterRoom(wiring, entry);
  startDeferredLater(wiring, entry, call);
  context.then(({ identity }) => {
    if (!signal.aborted) wiring.setMe({ id: identity.id });
  }, () => {});
  return call;
}

function enterRoom({ browser, state, ...page }: CallWiring, { context, signal }: CallEntry): Call {
  const { clock, network, storage, random } = browser;
  function signalingState(signaling: SignalingState): void {
    // The page says why, and offers to try again.
    if (signaling === "replaced" || signaling === "room_full") page.ended();
    state.set({ signaling });
  }
  return startCall({
    context,
    network,
    clock,
    random,
    storage: storage.tab,
    relayOnly: state.get().relayOnly,
    tracks: page.media.tracks(),
    about: page.about(),
    events: {
      changed: page.changed,
      signalingState,
      chat: page.chat.add,
      delivered: page.chat.delivered,
      toast: page.toast,
      alarm(name, by) {
        state.set({ alarm: { name, by, times: (state.get().alarm?.times ?? 0) + 1 } });
      },
    },
    signal,
  });
}

function startDeferredLater(
  { browser, state, media, chat }: CallWiring,
  { context, moveTo, signal }: CallEntry,
  call: Call,
): void {
  const { clock } = browser;
  loadDeferred({
    later: clock.later,
    load: browser.loadDeferredChunk,
    needed: call.policy.needed,
    start({ startDeferred, keepScreenOn }) {
      keepScreenOn({ wakeLock: browser.wakeLock, page: browser.page, signal });
      startDeferred({
        call,
        network: browser.network,
        context,
        clock,
        storage: browser.storage.tab,
        deviceStorage: browser.storage.local,
        state,
        media,
        addLine: chat.add,
        tell: state.set,
        moveTo,
        signal,
      });
    },
    signal,
  });
}
