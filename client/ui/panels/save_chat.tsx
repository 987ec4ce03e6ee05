import type { ChatLine, Room } from "../../state/call_state.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { chatFileName, chatText } from "./chat_text.ts";

/** Time after which a browser has read what it saves, in ms. */
const READ_MS = 10_000;

/** Saves the chat as a text file, which the page makes itself. */
export function SaveChat({ room, chat }: { room: Room; chat: readonly ChatLine[] }) {
  const words = useWords();
  const { together, watching } = useDeferredWords();
  if (chat.length === 0) return null;
  return (
    <button
      type="button"
      class="round plain"
      data-do="save-chat"
      aria-label={together.saveChat}
      title={together.saveChat}
      onClick={() => {
        const { guest, you } = words;
        const text = chatText(room.name, chat, {
          guest,
          you,
          file: together.file,
          passedOn: together.passedOn,
          watches: watching.watches,
        });
        save(chatFileName(room.name, chat), text);
      }}
    >
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 19.500h14" />
      </svg>
    </button>
  );
}

function save(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), READ_MS);
}
