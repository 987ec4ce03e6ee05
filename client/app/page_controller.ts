import type { About } from "../call/messages/about.ts";
import type { CallState, Toast } from "../state/call_state.ts";
import { initialState } from "../state/initial_state.ts";
import type { Me } from "../state/person.ts";
import { type Store, store } from "../state/store.ts";
import { createActions } from "./actions.ts";
import { batched } from "./batched.ts";
import type { Browser } from "./browser.ts";
import { keepChatLog } from "./chat_log.ts";
import { deferLevels } from "./deferred_levels.ts";
import { createNavigation } from "./navigation.ts";
import type { PageController } from "./page.ts";
import { createPageCall, type PageCall } from "./page_call.ts";
import { createPageMedia, type PageMedia } from "./page_media.ts";
import { recall } from "./preferences.ts";
import { orderHands } from "./raised_hands.ts";
import { setupMs } from "./setup_priority.ts";
import { recallView } from "./view_preferences.ts";

/** Opens the page where the address points. */
export function startPage(browser: Browser): PageController {
  const { local } = browser.storage;
  const state = store<CallState>({
    ...initialState(recall(local, "name")),
    view: recallView(local),
  });
  const chat = keepChatLog(state);
  const toast = showToasts(state);
  const changed = batched(() => {
    const participants = call.current()?.participants() ?? [];
    const me = { ...state.get().me, ...media.own() };
    const hands = orderHands(state.get().hands, { me, participants });
    state.set({ me, participants, hands, ...media.menus() });
  });
  const media: PageMedia = createPageMedia({
    browser,
    changed,
    send: (tracks) => call.current()?.send(tracks),
    announce: () => announce(),
    toast,
    showEffects: (effects) => state.set({ effects }),
  });
  const about = () => aboutOf({ ...state.get().me, ...media.own() });

  const announce = () => call.current()?.announce(about());

  function setMe(part: Partial<Me>): void {
    const me = { ...state.get().me, ...part };
    const { hands, participants } = state.get();
    state.set({ me, hands: orderHands(hands, { me, participants }) });
    announce();
  }

  const ended = () => navigation.leave();
  const call: PageCall = createPageCall({
    browser,
    wiring: { browser, state, media, chat, about, setMe, changed, toast, ended },
    unsupported: () => navigation.showUnsupported(),
  });
  const navigation = createNavigation({ browser, state, media, call, setMe });
  const actions = createActions({ browser, state, call, media, chat, navigation, setMe, toast });
  navigation.route();
  const ranMs = browser.clock.elapsed() - browser.clock.began;
  return {
    state,
    actions,
    levels: deferLevels(browser.loadDeferredChunk, {
      microphone: media.microphone,
      muted(who) {
        const { me, participants } = state.get();
        const heard = participants.find(({ id }) => id === who)?.about.mic;
        return who === "me" ? me.mic.is !== "on" : !heard;
      },
      connection: (id) => call.current()?.room()?.members.get(id)?.connection() ?? null,
      later: browser.clock.later,
    }),
    route: navigation.route,
    setupMs: () => setupMs(call.current(), state.get().signaling, browser.clock.elapsed(), ranMs),
    probeNow: () => call.current()?.probeNow(),
  };
}

/** Puts toasts into the state, each with a key of its own. */
function showToasts(state: Store<CallState>): (toast: Toast) => void {
  let key = 0;
  return (toast) => state.set({ toast: { ...toast, key: ++key } });
}

function aboutOf({ name, mic, camera, screen, hand }: Me): About {
  return {
    name,
    mic: mic.is === "on",
    camera: camera.is === "on",
    screen: screen !== null,
    hand,
  };
}
