import type { Browser } from "./browser.ts";
import { type Call, type CallOptions, startCall } from "../call/call.ts";
import { withDelivered, withLine } from "./chat_log.ts";
import { createContext, renewSession } from "../call/security/security_context.ts";
import { formatLink, type Link, parseLink, roomName } from "./room_link.ts";
import { createLocalMedia, type LocalMedia } from "../call/media/local_media.ts";
import { random } from "../call/security/base64url.ts";
import { readLevels } from "../call/media/audio_levels.ts";
import { cleanName } from "../call/messages/about.ts";
import { MAX_CHAT } from "../call/messages/peer_channel.ts";
import type { About } from "../call/messages/about.ts";
import type { Actions } from "../state/actions.ts";
import type { CallState, SignalingState, Toast } from "../state/call_state.ts";
import { SLOTS, type Tracks } from "../call/media/slots.ts";
import { initialState, NO_MEDIA } from "../state/initial_state.ts";
import { loadDeferred } from "./load_deferred.ts";
import { keep, recall, rememberDevices } from "./preferences.ts";
import { settle } from "./settle.ts";
import { store } from "../state/store.ts";
import type { PageController } from "./page.ts";
import { keepScreenOn } from "../platform/wake_lock.ts";
import { isRecentRoom, rememberRoom } from "../platform/recent_rooms.ts";

const SCREENS = { none: "landing", check: "check", bad: "bad-link" } as const;
const NO_TRACKS: Tracks = { mic: null, camera: null, screen: null };

/** Begins a visit where the address points. */
export function startPage(browser: Browser): PageController {
  const state = store<CallState>(initialState(recall(browser.memory, "name")));
  const choices = rememberDevices(browser.memory);
  let link: Link | null = null;
  let entrance: CallOptions["context"] | null = null;
  let stay = new AbortController();
  let calling = stay;
  let media: LocalMedia | null = null;
  let call: Call | null = null;
  let wanted = { mic: true, camera: true };
  let sent = NO_TRACKS;
  let talking = false;
  let reading = false;
  let remarks = 0;
  let fresh = false;

  /** Many changes of one turn are one update of the page. */
  function changed(): void {
    if (fresh) return;
    fresh = true;
    queueMicrotask(() => {
      fresh = false;
      state.set({ me: me(), participants: call?.participants() ?? [], ...media?.menus() });
    });
  }

  const tracks = () => media?.tracks() ?? NO_TRACKS;
  function me(): CallState["me"] {
    const before = state.get().me;
    if (!media) return { ...before, ...NO_MEDIA };
    return { ...before, ...media.own() };
  }

  function about(): About {
    const { name, mic, camera, screen, hand } = me();
    const on = { mic: mic.is === "on", camera: camera.is === "on", screen: screen !== null };
    return { name, ...on, hand };
  }

  function remark(said: Toast): void {
    state.set({ toast: { ...said, key: ++remarks } });
  }

  function hangUp(): void {
    call?.leave();
    calling.abort();
    call = null;
  }

  function end(): void {
    hangUp();
    stay.abort();
    stay = new AbortController();
    media = null;
    talking = false;
    const { me: { name }, room, relayOnly, incomplete } = state.get();
    state.set({ ...initialState(name), room, relayOnly, incomplete });
  }

  function route(): void {
    const found = parseLink(browser.fragment());
    end();
    link = null;
    if (typeof found === "string") return state.set({ screen: SCREENS[found], room: null });
    if (!browser.secure) return state.set({ screen: "insecure", room: null });
    if (!browser.capable) return state.set({ screen: "unsupported", room: null });
    const { entry } = found;
    wanted = { mic: entry.mic, camera: entry.camera };
    state.set({ relayOnly: entry.relay || recall(browser.memory, "relay") !== "" });
    if (entry.name !== null) setName(entry.name);
    aim(found);
    lobby();
    // A link that anybody may have sent puts nobody on the air.
    if (entry.join && isRecentRoom(browser.memory, state.get().room?.href ?? "")) actions.join();
  }

  /** A browser whose settings, or an extension, let no page make a certificate makes no calls. */
  function entering(mine: CallOptions["context"]): void {
    entrance = mine;
    mine.catch(() => {
      if (entrance !== mine) return;
      end();
      state.set({ screen: "unsupported", room: null });
    });
  }

  function aim(at: Link): void {
    const { name, key } = link = at;
    const href = `${browser.origin}/${formatLink(name, key)}`;
    state.set({ room: { name, open: key === "", href } });
    entering(createContext(name, key, browser));
  }

  /** The call begins anew in the room of another key. */
  function moveTo(key: string): void {
    if (!link) return;
    hangUp();
    aim({ ...link, key });
    browser.stay(formatLink(link.name, key));
    enterAgain();
  }

  /** Devices, name and chat stay as they are. */
  function enterAgain(): void {
    state.set({ participants: [], diagnostics: null, moderation: null, lock: null });
    actions.join();
  }

  function lobby(): void {
    media = createLocalMedia({
      devices: browser.devices,
      page: browser.page,
      choices,
      share: async () => (await browser.late()).openScreenShare,
      later: browser.later,
      changed: mediaChanged,
      toast: remark,
      signal: stay.signal,
    });
    state.set({ screen: "lobby" });
    media.turn(wanted);
  }

  function wired(wire: SignalingState): void {
    // Final answers of the server end the stay; the page says why, and offers to try again.
    if (wire === "replaced" || wire === "room_full") actions.leave();
    state.set({ signaling: wire });
  }

  function mediaChanged(): void {
    changed();
    queueMicrotask(() => {
      const now = tracks();
      if (SLOTS.some((slot) => now[slot] !== sent[slot])) call?.applySending();
      sent = now;
      call?.broadcastAbout();
    });
  }

  function setName(text: string): void {
    const name = cleanName(text);
    state.set({ me: { ...state.get().me, name } });
    call?.broadcastAbout();
  }

  function setMe(part: Partial<CallState["me"]>): void {
    state.set({ me: { ...state.get().me, ...part } });
    call?.broadcastAbout();
  }

  const actions: Actions = {
    async startCall() {
      const parts = await browser.late().catch(() => null);
      if (!parts) return;
      browser.go(formatLink(parts.inventName(browser.random), random(32)));
      route();
    },
    openRoom(text) {
      const name = roomName(text);
      if (name === null) return false;
      browser.go(formatLink(name, ""));
      route();
      return true;
    },
    setName(text) {
      setName(text);
      keep(browser.memory, "name", state.get().me.name);
    },
    join() {
      const { room } = state.get();
      if (!room || !entrance || call) return;
      rememberRoom(room, browser.memory);
      const { signal } = calling = new AbortController();
      state.set({ screen: "call", signaling: "connecting" });
      call = startCall({
        ...browser,
        context: entrance,
        relayOnly: state.get().relayOnly,
        tracks,
        about,
        changed,
        signalingState: wired,
        chat: (line) => {
          const { chat, unread } = state.get();
          const more = line.mine || reading ? 0 : 1;
          state.set({ chat: withLine(chat, line), unread: unread + more });
        },
        delivered: (key) => state.set({ chat: withDelivered(state.get().chat, key) }),
        toast: remark,
        alarm(name, by) {
          state.set({ alarm: { name, by, times: (state.get().alarm?.times ?? 0) + 1 } });
        },
        signal,
      });
      keepScreenOn({ ...browser, signal });
      loadDeferred({ ...browser, about, context: entrance, tell: state.set, moveTo, signal }, call);
      entrance.then(({ identity }) => {
        if (!signal.aborted) setMe({ id: identity.id });
      }, () => {});
    },
    leave() {
      if (call && media) wanted = media.wanted();
      end();
      state.set({ screen: link ? "left" : "landing" });
    },
    rejoin() {
      if (!link || !entrance || call) return;
      entering(renewSession(entrance, browser));
      lobby();
      actions.join();
    },
    goHome() {
      browser.go("");
      route();
    },
    toggleMic() {
      talking = false;
      media?.turn({ mic: !media.wanted().mic });
    },
    toggleCamera: () => media?.turn({ camera: !media.wanted().camera }),
    talk(on) {
      const { mic } = state.get().me;
      if (on ? mic.is !== "off" : !talking) return;
      talking = on;
      media?.turn({ mic: on });
    },
    retry: (kind) => media?.retry(kind),
    toggleScreen: () => media?.toggleScreen(),
    chooseDevice: (kind, deviceId) => media?.choose(kind, deviceId),
    askSpeaker: () => media?.askSpeaker(),
    speakerRefused: (deviceId) => media?.speakerRefused(deviceId),
    hideAddress(relayOnly) {
      keep(browser.memory, "relay", relayOnly ? "1" : "");
      state.set({ relayOnly });
      if (!call || !entrance) return;
      // The connections that there are show the address: all are made anew.
      hangUp();
      entering(renewSession(entrance, browser));
      enterAgain();
    },
    raiseHand: (hand) => setMe({ hand }),
    say(text) {
      const line = text.trim().slice(0, MAX_CHAT);
      if (line) call?.say(line);
    },
    readChat(open) {
      reading = open;
      if (open) state.set({ unread: 0 });
    },
    soundRefused: () => state.set({ soundBlocked: true }),
    soundAllowed: () => state.set({ soundBlocked: false }),
    async sasOf(id) {
      const parts = await browser.late().catch(() => null);
      const pact = call?.sasInputs(id);
      return parts && pact ? await parts.sasOf(pact) : null;
    },
    verify: (id) => call?.verify(id),
    dismissAlarm: () => state.set({ alarm: null }),
    copyLink() {
      const tell = (is: "link-copied" | "copy-refused") => () => remark({ is });
      browser.copy(state.get().room?.href ?? "").then(tell("link-copied"), tell("copy-refused"));
    },
  };

  const levels = readLevels({
    microphone: () => media?.microphone() ?? null,
    muted: () => state.get().me.mic.is !== "on",
    connection: (id) => call?.connection(id) ?? null,
  });
  route();
  const settled = settle(call && entrance, browser.later);
  return { state, actions, levels, route, settled, probeNow: () => call?.probeNow() };
}
