import { useEffect, useState } from "preact/hooks";
import type { NoticeState, PlaceState, SignalingState } from "../../state/call_state.ts";
import { useLasting } from "../controls/hooks.ts";
import { useWords } from "../i18n/language.ts";
import type { Words } from "../i18n/load_words.ts";

const SHOWN_MS = 4000;
const TELL_AFTER_MS = 3000;

/** States of the signaling that are told in the call, at once or after a while. */
const TOLD: Record<SignalingState, "never" | "later" | "now"> = {
  closed: "never",
  connecting: "later",
  open: "never",
  reconnecting: "later",
  absent: "later",
  offline: "later",
  room_full: "now",
  replaced: "now",
  busy: "now",
  forbidden: "now",
  no_upgrade: "now",
};

/** Says once and politely what happens in the call. */
export function Notices({ state }: { state: PlaceState & NoticeState }) {
  const words = useWords();
  // A socket may take a while to notice, and what the browser knows is not always so.
  const is = TOLD[state.signaling] === "later" && navigator.onLine === false
    ? "offline"
    : state.signaling;
  const lasting = useLasting(is, TELL_AFTER_MS);
  const remark = usePassing(state.toast);
  const told = TOLD[is];
  const sentence = told === "now" || (told === "later" && lasting) ? words.signaling[is] : "";
  return (
    <div class="notices" role="status" aria-live="polite">
      {state.incomplete && <p class="notice" data-incomplete>{words.incompleteCall}</p>}
      {sentence && <p class="notice">{sentence}</p>}
      {remark && <p class="notice" key={remark.key}>{tell(remark, words)}</p>}
    </div>
  );
}

/** The remark of the last few seconds. */
function usePassing(remark: NoticeState["toast"]): NoticeState["toast"] {
  const [shown, setShown] = useState<NoticeState["toast"]>(null);
  useEffect(() => {
    setShown(remark);
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [remark?.key]);
  return shown;
}

function tell(remark: NonNullable<NoticeState["toast"]>, words: Words): string {
  switch (remark.is) {
    case "joined":
    case "left":
      return words.remark[remark.is](remark.name || words.guest);
    case "device-lost":
    case "device-back":
    case "device-refused":
      return words.device[remark.is][remark.kind];
    case "share-failed":
    case "link-copied":
    case "copy-refused":
      return words.said[remark.is];
  }
}
