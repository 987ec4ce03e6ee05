import { useEffect, useState } from "preact/hooks";
import type { ChatLine } from "../../state/call_state.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { writerName } from "./writer_name.ts";

const SHOWN_MS = 6000;
/** Characters that are shown; the whole line stands in the chat. */
const SHOWN_LENGTH = 140;

/** The newest line of others for a moment, while the chat is closed; a press opens the chat. */
export function ChatPreview(props: { chat: readonly ChatLine[]; onOpen: () => void }) {
  const { chat, onOpen } = props;
  const words = useWords();
  const more = useDeferredWords();
  const newest = chat.at(-1);
  const [read, setRead] = useState(newest?.key);
  useEffect(() => {
    const timer = setTimeout(() => setRead(newest?.key), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [newest?.key]);
  if (!newest || newest.mine || newest.earlier || newest.key === read) return null;
  return (
    <button
      type="button"
      class="chat-preview"
      data-do="read-line"
      onClick={onOpen}
    >
      <bdi class="name">
        {writerName({ name: newest.name, viewer: newest.viewer !== undefined }, words, more)}
      </bdi>
      <span class="text" dir="auto">{newest.text.slice(0, SHOWN_LENGTH)}</span>
      <span class="unseen">{more.sound.openChat}</span>
    </button>
  );
}
