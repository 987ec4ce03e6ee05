import { useEffect, useMemo, useState } from "preact/hooks";
import { shared } from "./first.ts";
import { keep, recall } from "./app/preferences.ts";
import { parseLink } from "./app/room_link.ts";
import { type About, cleanName } from "./call/messages/about.ts";
import { type Call, type CallNetwork, startCall } from "./call/call.ts";
import { createContext } from "./call/security/security_context.ts";
import { type WatchedBy, type WatchedStage, watchStage } from "./call/watching/watch_stage.ts";
import { later } from "./platform/clock.ts";
import { startWorkerTimer } from "./platform/workers.ts";
import { store } from "./state/store.ts";
import type { WatchedChatView, WatchingActions, WatchingView } from "./state/watching.ts";
import { WatchScreen } from "./ui/watch/watch_screen.tsx";

/** The page of somebody who watches, with the browser behind it; ends when it is left. */
export function Watch() {
  const life = useMemo(() => new AbortController(), []);
  const { state, actions } = useMemo(() => prepare(life.signal), []);
  const [view, setView] = useState(state.get());
  useEffect(() => {
    state.watch(setView, life.signal);
    const { signal } = life;
    addEventListener("pagehide", actions.stop, { signal });
    return () => {
      actions.stop();
      life.abort();
    };
  }, []);
  return <WatchScreen view={view} actions={actions} />;
}

/** The link without the word that makes it one for watching. */
const plainLink = () => parseLink(shared.history.fragment().replace(/([?&])watch=1/, "$1"));

function prepare(signal: AbortSignal) {
  const link = plainLink();
  const room = typeof link === "string" ? null : link;
  const state = store<WatchingView>({
    room: room?.name ?? "",
    phase: "lobby",
    signaling: "closed",
    by: null,
    viewers: 0,
    name: recall(shared.storage.local, "name"),
    hand: false,
    invited: false,
    chat: NO_CHAT,
    picture: null,
    voice: null,
  });
  let stay = new AbortController();
  let stage: WatchedStage | null = null;
  let leave = () => {};
  let announce = (_about: About) => {};

  function end(): void {
    if (state.get().phase !== "watching") return;
    leave();
    stay.abort();
    stage = null;
    state.set({ phase: "ended", by: null, picture: null, voice: null });
  }

  function start(): void {
    if (!room || signal.aborted || state.get().phase === "watching") return;
    stay = new AbortController();
    const begun = { hand: false, invited: false, chat: NO_CHAT } as const;
    state.set({ phase: "watching", signaling: "connecting", ...begun });
    const call = watch(room, {
      state,
      opened: (opened) => stage = opened,
      end,
      signal: stay.signal,
    });
    leave = call.leave;
    announce = call.announce;
  }

  const actions: WatchingActions = {
    start,
    stop: end,
    setName(name) {
      state.set({ name: cleanName(name) });
      keep(shared.storage.local, "name", name);
    },
    raise(hand) {
      state.set({ hand, invited: false });
      announce(aboutOf(state.get()));
    },
    say: (text) => stage?.say(text) ?? false,
    join() {
      location.hash = shared.history.fragment().replace(/\?.*/s, "");
    },
    showAt: (heights) => stage?.showAt(heights),
  };
  return { state, actions };
}

const NO_CHAT: WatchedChatView = { isOn: false, lines: [] };

/** Options of one stay of a viewer. */
interface Stay {
  readonly state: ReturnType<typeof store<WatchingView>>;
  readonly opened: (stage: WatchedStage) => void;
  readonly end: () => void;
  readonly signal: AbortSignal;
}

/** Description of a person who sends nothing. */
const aboutOf = ({ name, hand }: WatchingView): About => ({
  name,
  mic: false,
  camera: false,
  screen: false,
  hand,
});

/** Enters the room as a viewer. */
function watch(
  { name, key, entry }: Exclude<ReturnType<typeof parseLink>, string>,
  { state, opened, end, signal }: Stay,
): Pick<Call, "leave" | "announce"> {
  const { storage, security } = shared;
  const context = createContext(name, key, { ...security, session: storage.tab });
  const elapsed = () => performance.now();
  let stage: WatchedStage | null = null;
  const early: unknown[] = [];
  let watched: WatchedBy = { by: null, viewers: 0, limit: 0 };

  function show(): void {
    const shown = call.participants().find(({ id }) => id === watched.by);
    state.set({
      by: shown ? shown.about.name : null,
      viewers: watched.viewers,
      picture: shown?.screen ?? shown?.picture ?? null,
      voice: shown?.voice ?? null,
    });
  }

  const call = startCall({
    context,
    network: viewerNetwork((frame) => stage ? stage.hear(frame) : early.push(frame)),
    clock: {
      later,
      elapsed,
      now: Date.now,
      ticker: (run, over) => startWorkerTimer(1000, run, over),
    },
    random: Math.random,
    storage: null,
    relayOnly: entry.relay,
    tracks: { mic: null, camera: null, screen: null },
    about: aboutOf(state.get()),
    events: {
      changed: show,
      signalingState(signaling) {
        state.set({ signaling });
        if (signaling === "room_full" || signaling === "replaced") end();
      },
      chat() {},
      delivered() {},
      toast() {},
      alarm() {},
    },
    signal,
  });
  context.then(({ identity }) => {
    const members = call.room()?.members;
    if (!members || signal.aborted) return;
    stage = watchStage({
      me: identity.id,
      clock: { later, elapsed },
      members,
      policy: call.policy,
      report: (message) => call.room()?.socket.send(message) ?? false,
      invited: () => state.set({ invited: true }),
      showChat: (chat) => state.set({ chat }),
      show(now) {
        watched = now;
        show();
      },
      signal,
    });
    for (const frame of early.splice(0)) stage.hear(frame);
    opened(stage);
  }, () => {});
  const probe = () => document.hidden || call.probeNow();
  document.addEventListener("visibilitychange", probe, { signal });
  addEventListener("online", probe, { signal });
  return call;
}

/** Ways out of a page that watches; `hear` is told every frame of the server. */
function viewerNetwork(hear: (frame: unknown) => void): CallNetwork {
  return {
    ...shared.network,
    connect(url, protocols) {
      const socket = new WebSocket(`${url}?watch=1`, protocols);
      socket.addEventListener("message", ({ data }) => hear(data));
      return socket;
    },
    fetch: (url, init) => fetch(url, init),
    createRtc: (config) => new RTCPeerConnection(config),
  };
}
