import { cleanName } from "../call/messages/about.ts";
import type { CallState } from "../state/call_state.ts";
import { initialState } from "../state/initial_state.ts";
import { isCompany, type Me } from "../state/person.ts";
import type { Store } from "../state/store.ts";
import type { Browser } from "./browser.ts";
import type { PageCall } from "./page_call.ts";
import type { PageMedia } from "./page_media.ts";
import { recall } from "./preferences.ts";
import { entersAtOnce, formatLink, parseLink } from "./room_link.ts";

/** Options of {@link createNavigation}. */
export interface NavigationOptions {
  readonly browser: Pick<Browser, "history" | "storage" | "obstacle">;
  readonly state: Store<CallState>;
  readonly media: PageMedia;
  readonly call: PageCall;
  readonly setMe: (part: Partial<Me>) => void;
}

/** Ways from screen to screen. */
export interface Navigation {
  /** Goes where the address points. */
  route(): void;
  /** Leaves the call, or the lobby. */
  leave(): void;
  /** Enters the room again that was left. */
  rejoin(): void;
  /** Shows that this browser makes no calls. */
  showUnsupported(): void;
}

/** Changes the screen in `state`, and opens and closes devices and call with it. */
export function createNavigation(options: NavigationOptions): Navigation {
  const { browser, state, media, call } = options;

  function end(): void {
    call.hangUp();
    media.close();
    const { me: { name }, room, relayOnly, incomplete, view } = state.get();
    state.set({ ...initialState(name), room, relayOnly, incomplete, view });
  }

  function openLobby(): void {
    state.set({ screen: "lobby" });
    media.open();
  }

  /** Asks once before a way leads out of a call with others: a second time is an answer. */
  function asks(): boolean {
    const { leaving, participants } = state.get();
    const link = call.link();
    if (!call.current() || !link || leaving || !participants.some(isCompany)) return false;
    // The entry of the call again, from which the same way leads out.
    browser.history.push(formatLink(link.name, link.key));
    state.set({ leaving: true });
    return true;
  }

  return {
    route() {
      if (asks()) return;
      const show = (screen: CallState["screen"]) => state.set({ screen, room: null });
      const link = parseLink(browser.history.fragment());
      end();
      call.choose(null);
      if (typeof link === "string") return show(link);
      if (browser.obstacle) return show(browser.obstacle);
      const { local } = browser.storage;
      const { entry } = link;
      media.want(entry);
      state.set({ relayOnly: entry.relay || recall(local, "relay") !== "" });
      if (entry.name !== null) options.setMe({ name: cleanName(entry.name) });
      call.choose(link);
      openLobby();
      if (entersAtOnce(link, local, browser.history.origin)) call.join();
    },
    leave() {
      if (call.current()) media.keepWanted();
      end();
      state.set({ screen: call.link() ? "left" : "landing" });
    },
    rejoin() {
      if (!call.renew()) return;
      openLobby();
      call.join();
    },
    showUnsupported() {
      end();
      state.set({ screen: "unsupported", room: null });
    },
  };
}
