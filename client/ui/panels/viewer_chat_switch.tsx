import type { AudienceView } from "../../state/audience.ts";
import { Switch } from "../controls/switch.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** Lets those who watch read and write the chat, for all members, or no longer. */
export function ViewerChatSwitch({ chat: { on, allow } }: Pick<AudienceView, "chat">) {
  const { watching } = useDeferredWords();
  return (
    <div class="viewer-chat">
      <Switch
        does="viewer-chat"
        label={watching.chat}
        hint="viewer-chat-hint"
        on={on}
        onSwitch={allow}
      />
      <p id="viewer-chat-hint" class="hint">{watching.chatHint}</p>
    </div>
  );
}
