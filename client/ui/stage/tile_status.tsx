import type { RoomState } from "../../state/call_state.ts";
import type { Diagnostics, SendLevel } from "../../state/diagnostics.ts";
import type { Participant } from "../../state/person.ts";
import type { ReceptionView } from "../../state/reception.ts";
import { TextButton } from "../controls/button.tsx";
import { CheckLink } from "../controls/check_link.tsx";
import { Icon } from "../controls/icons.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import type { PanelName } from "../controls/panel_name.ts";
import { useVolume } from "../controls/voice_volumes.tsx";
import { Urls } from "../controls/urls.tsx";

/** Status of a tile besides the person: the numbers, or why there is no connection. */
export function TileStatus(props: {
  person: Participant;
  state: Pick<RoomState, "diagnostics" | "reception">;
  onPanel: (panel: PanelName) => void;
}) {
  const { person: { id, about, connection }, state, onPanel } = props;
  const { diagnostics: insight, reception } = state;
  const words = useWords();
  const more = useDeferredWords();
  if (!insight) return null;
  switch (connection) {
    case "connected":
    case "poor":
      return (
        <>
          <MutedForMe id={id} />
          <Spared how={insight.gets[id] ?? "full"} marked={connection === "poor"} />
          {reception && <Held why={heldBy(reception, id)} />}
          <button
            type="button"
            class="numbers"
            data-do="numbers"
            aria-label={more.sound.personOf(about.name || words.guest)}
            title={more.sound.person}
            onClick={() => onPanel(`numbers:${id}`)}
          >
            <Icon name="more" />
          </button>
        </>
      );
    case "failed":
      return <Reason id={id} insight={insight} />;
    case "connecting":
    case "reconnecting":
    case "unheard":
    case "unverified":
    case "away":
      return null;
  }
}

/** Says that this page alone plays nothing of this person. */
function MutedForMe({ id }: { id: string }) {
  const { sound } = useDeferredWords();
  return useVolume(id).muted
    ? (
      <span class="mark muted" role="img" aria-label={sound.mutedForMe} data-muted-for-me="">
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 9.500h3.500L12 5.500v13l-4.500-4H4zM16 9.500l5 5M21 9.500l-5 5" />
        </svg>
      </span>
    )
    : null;
}

/** Says that this person sends less than there is, and why. */
function Spared({ how, marked }: { how: SendLevel; marked: boolean }) {
  const more = useDeferredWords();
  if (how === "full") return null;
  return (
    <span class="mark poor spared" role="status" data-gets={how}>
      {!marked && <Icon name="weak" />}
      <span>{more.spared[how]}</span>
    </span>
  );
}

/** Reason why no picture goes to this person, or comes from it, besides a slow network between the two. */
type HeldBy = "mine" | "chosen" | "hidden" | "narrow";

function heldBy(
  { refusesAll, refused, unseen, heldBack }: ReceptionView,
  id: string,
): HeldBy | null {
  if (refusesAll || refused.includes(id)) return "mine";
  return unseen[id] ?? (heldBack.includes(id) ? "narrow" : null);
}

/** Says that a picture is held back, and why. */
function Held({ why }: { why: HeldBy | null }) {
  const more = useDeferredWords();
  if (!why) return null;
  return (
    <span class="mark spared" role="status" data-held={why}>
      <Icon name="camera-off" />
      <span>{more.held[why]}</span>
    </span>
  );
}

function Reason({ id, insight }: { id: string; insight: Diagnostics }) {
  const more = useDeferredWords();
  const verdict = insight.reasons[id];
  if (!verdict) return null;
  const { why, help } = more.failures[verdict];
  return (
    <div class="reason" role="status" data-verdict={verdict}>
      <p>{why}</p>
      {verdict === "relay_address" && <Urls urls={insight.refusedUrls} />}
      <p class="hint">{help}</p>
      <TextButton
        does="try-again"
        icon="retry"
        label={more.tryAgain}
        look="quiet"
        onPress={() => insight.tryAgain(id)}
      />
      <CheckLink aside />
    </div>
  );
}
