import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { WatchingActions, WatchingView } from "../../state/watching.ts";
import { IconButton, TextButton } from "../controls/button.tsx";
import { canFillScreen, toggleFullScreen } from "../controls/full_screen.ts";
import { NameField } from "../controls/name_field.tsx";
import { PageHeader } from "../controls/page_header.tsx";
import { playAll, REFUSED } from "../controls/playback.ts";
import { Picture, Voice } from "../controls/video.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { ChatButton, hasChat, WatchChatPanel } from "./watch_chat_panel.tsx";

/** Interval at which the shown size is measured. */
const MEASURE_MS = 500;

/** The page of somebody who watches a call. */
export function WatchScreen(props: WatchProps) {
  const { view, actions } = props;
  switch (view.phase) {
    case "lobby":
    case "ended":
      return <WatchLobby view={view} actions={actions} />;
    case "watching":
      return <WatchStage {...props} />;
  }
}

interface WatchProps {
  view: WatchingView;
  actions: WatchingActions;
}

function WatchLobby({ view, actions }: { view: WatchingView; actions: WatchingActions }) {
  const words = useWords();
  const { watching } = useDeferredWords();
  const { phase, signaling } = view;
  const isOver = phase === "ended" && (signaling === "replaced" || signaling === "room_full");
  return (
    <main class="ending">
      <PageHeader />
      <div class="middle">
        <h1>{phase === "ended" ? watching.ended : watching.lobby}</h1>
        <p>
          <bdi>{view.room}</bdi>
        </p>
        {isOver && (
          <p role="alert">
            {signaling === "room_full" ? watching.full : words.signaling[signaling]}
          </p>
        )}
        {phase === "lobby" && <p>{watching.lobbyHint}</p>}
        <NameField id="name" name={view.name} onName={actions.setName} />
        <TextButton
          does="watch"
          label={watching.start}
          look="accent large"
          onPress={actions.start}
        />
        <TextButton
          does="join-instead"
          label={watching.join}
          look="quiet large"
          onPress={actions.join}
        />
      </div>
    </main>
  );
}

function WatchStage({ view, actions }: WatchProps) {
  const words = useWords();
  const { watching } = useDeferredWords();
  const root = useRef<HTMLElement>(null);
  const [refused, setRefused] = useState(false);
  const [isChatting, setChatting] = useState(false);
  const { picture, voice, by, viewers, signaling } = view;
  useShownHeight(root, actions);
  useLayoutEffect(() => {
    const over = new AbortController();
    root.current?.addEventListener(REFUSED, () => setRefused(true), over);
    return () => over.abort();
  }, []);
  const status = by === null
    ? signaling === "open" ? watching.waiting : words.signaling[signaling]
    : picture
    ? null
    : watching.connecting;
  return (
    <main
      class={isChatting && hasChat(view) ? "watch with-talk" : "watch"}
      ref={root}
      translate={false}
      data-watch={picture ? "shown" : "waiting"}
    >
      {picture && <Picture stream={picture} kind="screen" />}
      {voice && <Voice stream={voice} speaker="" onRefused={() => {}} />}
      <p class="watch-sign">
        <bdi>{view.room}</bdi>
        <span data-viewers={viewers}>{watching.sign(viewers)}</span>
        {by && <span>{watching.by(by)}</span>}
      </p>
      {status && <p class="watch-status" role="status">{status}</p>}
      {refused && (
        <TextButton
          does="hear"
          icon="sound"
          label={words.hear}
          look="accent hear"
          onPress={() => {
            setRefused(false);
            playAll();
          }}
        />
      )}
      {view.invited && (
        <div class="watch-status watch-invited" role="alert">
          <p>{watching.invited}</p>
          <TextButton does="speak" label={words.join} look="accent" onPress={actions.join} />
        </div>
      )}
      {isChatting && hasChat(view) && (
        <WatchChatPanel
          view={view.chat}
          actions={actions}
          onClose={() => setChatting(false)}
        />
      )}
      <WatchBar
        view={view}
        actions={actions}
        isChatting={isChatting}
        onChat={setChatting}
        onFullScreen={() => root.current && toggleFullScreen(root.current)}
      />
    </main>
  );
}

/** The hand, the chat, the full screen, and the way out. */
function WatchBar(
  { view, actions, isChatting, onChat, onFullScreen }: WatchProps & {
    isChatting: boolean;
    onChat: (isChatting: boolean) => void;
    onFullScreen: () => void;
  },
) {
  const more = useDeferredWords();
  const { watching } = more;
  return (
    <div class="watch-bar">
      <IconButton
        does="hand"
        icon="hand"
        label={view.hand ? watching.lower : watching.raise}
        look="quiet"
        pressed={view.hand}
        onPress={() => actions.raise(!view.hand)}
      />
      {hasChat(view) && (
        <ChatButton
          chat={view.chat}
          isOpen={isChatting}
          onPress={() => onChat(!isChatting)}
        />
      )}
      {canFillScreen() && (
        <TextButton
          does="full-screen"
          label={more.fullScreen}
          look="quiet"
          onPress={onFullScreen}
        />
      )}
      <IconButton
        does="leave"
        icon="leave"
        label={watching.stop}
        look="danger"
        onPress={actions.stop}
      />
    </div>
  );
}

/** Tells how tall the stage is shown: a page that is hidden is sent no pictures. */
function useShownHeight(root: { readonly current: HTMLElement | null }, actions: WatchingActions) {
  useEffect(() => {
    const over = new AbortController();
    const measure = () => {
      const box = root.current?.getBoundingClientRect();
      const width = box?.width ?? 0;
      const tall = Math.min(box?.height ?? 0, width * 9 / 16);
      const height = document.hidden ? 0 : Math.round(tall * devicePixelRatio);
      actions.showAt({ camera: height, screen: height });
    };
    const timer = setInterval(measure, MEASURE_MS);
    document.addEventListener("visibilitychange", measure, over);
    measure();
    return () => {
      clearInterval(timer);
      over.abort();
    };
  }, [actions]);
}
