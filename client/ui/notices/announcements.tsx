import { useState } from "preact/hooks";
import type { CallState } from "../../state/call_state.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import type { DeferredWords, Words } from "../i18n/load_words.ts";
import { type CallEvent, useEvents } from "./call_events.ts";
import { writerName } from "./writer_name.ts";

/** Characters of a chat line that are read aloud; the whole of it stands in the chat. */
const READ_CHARS = 200;

/**
 * Politely says what only shows: a raised hand, a reaction, a chat line while the chat is closed, and
 * a file that is complete or has stopped.
 */
export function Announcements({ state }: { state: CallState }) {
  const words = useWords();
  const more = useDeferredWords();
  const [said, setSaid] = useState("");
  useEvents(state, (event) => setSaid((before) => sentenceOf(event, words, more) ?? before));
  return <p class="unseen" role="status" data-announced="">{said}</p>;
}

/** Sentence for an event; null where a notice says it. */
function sentenceOf(event: CallEvent, words: Words, more: DeferredWords): string | null {
  switch (event.is) {
    case "chat":
      return more.wrote(writerName(event, words, more), event.text.slice(0, READ_CHARS));
    case "hand":
      return more.raisedHand(event.name || words.guest);
    case "reaction":
      return more.together.reacted(event.name || words.guest, more.together.reaction[event.kind]);
    case "file":
      return (event.end === "done" ? more.files.arrived : more.files.ended)(event.name);
    case "join":
    case "leave":
    case "knock":
      return null;
  }
}
