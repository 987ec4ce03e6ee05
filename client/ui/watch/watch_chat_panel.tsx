import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { WatchedChatView, WatchingActions, WatchingView } from "../../state/watching.ts";
import { IconButton } from "../controls/button.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { Panel } from "../panels/panel.tsx";
import { WatchChat } from "./watch_chat.tsx";

/** True while there is a chat to read, or to write. */
export const hasChat = ({ chat: { isOn, lines } }: WatchingView): boolean =>
  isOn || lines.length > 0;

/** Opens the chat, and says how many lines came while it was closed. */
export function ChatButton(
  { chat: { lines }, isOpen, onPress }: {
    chat: WatchedChatView;
    isOpen: boolean;
    onPress: () => void;
  },
) {
  const words = useWords();
  const { watching } = useDeferredWords();
  const newest = lines.at(-1)?.key;
  const [read, setRead] = useState(newest);
  useEffect(() => {
    if (isOpen) setRead(newest);
  }, [isOpen, newest]);
  const isUnread = !isOpen && newest !== read;
  return (
    <IconButton
      does="chat"
      icon="chat"
      label={isUnread ? watching.unread : words.chat}
      look={isUnread ? "accent" : "quiet"}
      pressed={isOpen}
      onPress={onPress}
    />
  );
}

/** The chat in a panel; Escape closes it. */
export function WatchChatPanel(
  { view, actions, onClose }: {
    view: WatchedChatView;
    actions: Pick<WatchingActions, "say">;
    onClose: () => void;
  },
) {
  const words = useWords();
  // Before it is seen: a key that is pressed at once closes it as well.
  useLayoutEffect(() => {
    const over = new AbortController();
    addEventListener("keydown", ({ key }) => key === "Escape" && onClose(), over);
    return () => over.abort();
  }, [onClose]);
  return (
    <Panel label={words.chat} look="talk" onClose={onClose} title={<h2>{words.chat}</h2>}>
      <WatchChat view={view} actions={actions} />
    </Panel>
  );
}
