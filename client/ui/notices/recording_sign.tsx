import type { Recordings } from "../../state/recording.ts";
import { useLasting } from "../controls/hooks.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Time for which words on a recording that has begun or ended stand, in ms. */
const SHOWN_MS = 8000;

/** Stands on the page for as long as somebody says that they record. */
export function RecordingSign({ recordings }: { recordings: Recordings | null }) {
  const words = useWords();
  const { recording: said } = useDeferredWords();
  const isOwn = recordings?.own.is === "on";
  const others = recordings?.others.map(({ name }) => name || words.guest) ?? [];
  const names = isOwn ? [said.you, ...others] : others;
  if (names.length === 0) return null;
  return (
    <p class="recording-sign" data-recording-by={isOwn ? "me" : "other"}>
      <i aria-hidden="true" />
      {said.sign}
      <bdi>{names.join(", ")}</bdi>
    </p>
  );
}

/** Says once that there is a recording which an earlier visit has not finished. */
export function LeftRecordingNotice({ recordings }: { recordings: Recordings | null }) {
  const { recording: said } = useDeferredWords();
  const isLeft = recordings !== null && recordings.left.length > 0;
  const read = useLasting(isLeft, SHOWN_MS);
  return isLeft && !read ? <p class="notice" data-recording-left>{said.leftBefore}</p> : null;
}

/** Says once that a recording lacks sound; “More” has how much by then. */
export function RecordingLossNotice({ recordings }: { recordings: Recordings | null }) {
  const { recording: said } = useDeferredWords();
  const seconds = recordings?.lostSeconds ?? 0;
  const read = useLasting(seconds > 0, SHOWN_MS);
  return seconds > 0 && !read
    ? <p class="notice" data-recording-lost>{said.lost(seconds)}</p>
    : null;
}

/** Says who has begun or ended a recording. */
export function RecordingNotice({ recordings }: { recordings: Recordings | null }) {
  const words = useWords();
  const { recording: said } = useDeferredWords();
  const turn = recordings?.turn ?? null;
  const read = useLasting(turn, SHOWN_MS);
  if (!turn || read) return null;
  const { on, by } = turn;
  const name = turn.name || words.guest;
  const own = on ? said.begunHere : said.endedHere;
  return (
    <p class="notice" data-recording-turn={on ? "on" : "off"}>
      {by === "me" ? own : (on ? said.begun : said.ended)(name)}
    </p>
  );
}
