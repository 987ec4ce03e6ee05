import { useEffect, useMemo, useRef } from "preact/hooks";
import { PictureInPicture } from "../pip/picture_in_picture.tsx";
import { showBadge } from "../../platform/app_badge.ts";
import { openChimes } from "../../platform/chime.ts";
import { browserNotifications, notify } from "../../platform/notifier.ts";
import type { Actions, Levels } from "../../state/actions.ts";
import type { CallState } from "../../state/call_state.ts";
import { countNews } from "../../state/news.ts";
import type { PanelName } from "../controls/panel_name.ts";
import { VoiceVolumes } from "../controls/voice_volumes.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { type CallEvent, useEvents } from "./call_events.ts";
import { ChatPreview } from "./chat_preview.tsx";
import { notifications, silentChimes } from "../controls/feedback_settings.ts";
import { LevelRings } from "../controls/level_rings.ts";
import { EffectNotice } from "./effect_notice.tsx";
import { MuteRequest } from "./mute_request.tsx";
import { MutedSpeech } from "./muted_speech.tsx";
import { writerName } from "./writer_name.ts";

/** Level from which a voice counts as speech. */
const SPEAKS = 0.1;
/** Volume of a sound while somebody speaks. */
const SOFT = 0.3;

/**
 * Sounds, notifications, badge and passing notices of a call, how loud each voice is and is played,
 * and the call above all other windows.
 */
export function CallFeedback(props: {
  state: CallState;
  actions: Actions;
  levels: Levels;
  panel: PanelName | null;
  onPanel: (panel: PanelName) => void;
}) {
  const { state, actions, levels, panel, onPanel } = props;
  useEvents(state, useTelling(state, levels));
  useBadge(countNews(state));
  return (
    <>
      <VoiceVolumes participants={state.participants} />
      <LevelRings levels={levels} />
      <div class="notices own" role="status">
        <EffectNotice effects={state.effects} />
        <MuteRequest
          requests={state.muteRequests}
          me={state.me}
          onMute={actions.devices.toggleMic}
        />
        <MutedSpeech me={state.me} levels={levels} onUnmute={actions.devices.toggleMic} />
      </div>
      <PictureInPicture
        {...{ state, actions, levels }}
        onChat={() => panel !== "chat" && onPanel("chat")}
      />
      {panel !== "chat" && <ChatPreview chat={state.chat} onOpen={() => onPanel("chat")} />}
    </>
  );
}

/** Counts news on the icon of the installed page, for as long as the call is on. */
function useBadge(news: number): void {
  useEffect(() => {
    showBadge(navigator, news);
    return () => showBadge(navigator, 0);
  }, [news]);
}

/** Tells an event by a sound, and outside of the page while that is hidden. */
function useTelling(state: CallState, levels: Levels): (event: CallEvent) => void {
  const words = useWords();
  const more = useDeferredWords();
  const speaker = useRef("");
  speaker.current = state.selected.audiooutput;
  const chimes = useMemo(() => openChimes(() => new AudioContext(), () => speaker.current), []);
  useEffect(() => () => chimes.close(), []);
  const speaks = () =>
    ["me", ...state.participants.map(({ id }) => id)].some((who) => levels.of(who) > SPEAKS);
  return (event) => {
    const { is } = event;
    if (is === "file" || is === "reaction") return;
    if (!silentChimes().includes(is)) chimes.play(is, speaks() ? SOFT : 1);
    if (!document.hidden || !notifications.isOn()) return;
    const title = state.room?.name ?? words.app;
    if (is === "knock") {
      const body = more.knocks(event.name || words.guest);
      notify(browserNotifications(), { title, body, tag: is }, focusPage);
    } else if (event.is === "chat") {
      const body = more.sound.wroteYou(writerName(event, words, more));
      notify(browserNotifications(), { title, body, tag: is }, focusPage);
    }
  };
}

function focusPage(): void {
  globalThis.focus();
}
