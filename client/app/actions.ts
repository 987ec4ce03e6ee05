import { cleanName } from "../call/messages/about.ts";
import { MAX_CHAT_CHARS } from "../call/messages/peer_channel.ts";
import { random } from "../call/security/base64url.ts";
import type { Actions, CallActions, DeviceActions, RoomActions } from "../state/actions.ts";
import type { CallState, Toast } from "../state/call_state.ts";
import type { Me } from "../state/person.ts";
import type { Store } from "../state/store.ts";
import type { Browser } from "./browser.ts";
import type { ChatLog } from "./chat_log.ts";
import type { Navigation } from "./navigation.ts";
import type { PageCall } from "./page_call.ts";
import type { PageMedia } from "./page_media.ts";
import { keep } from "./preferences.ts";
import { formatLink, roomName } from "./room_link.ts";
import { keepView } from "./view_preferences.ts";

/** Options of {@link createActions}: the parts of the page that the person acts on. */
export interface ActionOptions {
  readonly browser: Pick<
    Browser,
    "history" | "storage" | "random" | "copy" | "loadDeferredChunk"
  >;
  readonly state: Store<CallState>;
  readonly call: PageCall;
  readonly media: PageMedia;
  readonly chat: ChatLog;
  readonly navigation: Navigation;
  readonly setMe: (part: Partial<Me>) => void;
  readonly toast: (toast: Toast) => void;
}

/** Creates what a person can do on the page. */
export function createActions(options: ActionOptions): Actions {
  return {
    room: roomActions(options),
    call: callActions(options),
    devices: deviceActions(options),
  };
}

function roomActions({ browser, state, call, navigation, toast }: ActionOptions): RoomActions {
  const { history, storage, copy } = browser;
  const { route, leave, rejoin } = navigation;
  return {
    async startCall() {
      const chunk = await browser.loadDeferredChunk().catch(() => null);
      if (!chunk) return;
      history.push(formatLink(chunk.inventName(browser.random), random(32)));
      route();
    },
    openRoom(text) {
      const name = roomName(text);
      if (name === null) return false;
      history.push(formatLink(name, ""));
      route();
      return true;
    },
    join: call.join,
    leave,
    rejoin,
    goHome() {
      history.push("");
      route();
    },
    answerLeaving(leave) {
      // The way goes on to where it was to lead, which ends the call.
      if (leave) history.back();
      else state.set({ leaving: false });
    },
    hideAddress(relayOnly) {
      keep(storage.local, "relay", relayOnly ? "1" : "");
      state.set({ relayOnly });
      // The connections that there are show the address.
      call.restart();
    },
    copyLink() {
      const tell = (is: "link-copied" | "copy-refused") => () => toast({ is });
      copy(state.get().room?.href ?? "").then(tell("link-copied"), tell("copy-refused"));
    },
  };
}

function callActions({ browser, state, call, chat, setMe }: ActionOptions): CallActions {
  return {
    setName(text) {
      const name = cleanName(text);
      setMe({ name });
      keep(browser.storage.local, "name", name);
    },
    toggleHand: () => setMe({ hand: !state.get().me.hand }),
    say(text) {
      const line = text.trim().slice(0, MAX_CHAT_CHARS);
      if (line) call.current()?.say(line);
    },
    readChat: chat.setOpen,
    async sasOf(id) {
      const chunk = await browser.loadDeferredChunk().catch(() => null);
      const room = call.current()?.room();
      const sides = room?.members.sasSides(id);
      return chunk && room && sides ? await chunk.sasOf({ roomId: room.id, sides }) : null;
    },
    verify: (id) => call.current()?.room()?.members.verify(id),
    dismissAlarm: () => state.set({ alarm: null }),
    arrange(change) {
      const before = state.get().view;
      const view = { ...before, ...change(before) };
      state.set({ view });
      keepView(browser.storage.local, view);
    },
  };
}

function deviceActions({ state, media }: ActionOptions): DeviceActions {
  return {
    ...media.actions,
    soundRefused: () => state.set({ soundBlocked: true }),
    soundAllowed: () => state.set({ soundBlocked: false }),
  };
}
