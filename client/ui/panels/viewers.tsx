import type { AudienceView } from "../../state/audience.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { ViewerChatSwitch } from "./viewer_chat_switch.tsx";

/** Those who watch the call, apart from the people in it. */
export function Viewers({ audience }: { audience: AudienceView | null | undefined }) {
  const words = useWords();
  const { watching } = useDeferredWords();
  if (!audience || audience.viewers === 0) return null;
  return (
    <section data-viewer-names>
      <h3>{watching.sign(audience.viewers)}</h3>
      <p class="hint">
        {audience.names.map((name, at) => (
          <bdi key={at}>{(at > 0 ? ", " : "") + (name || words.guest)}</bdi>
        ))}
      </p>
      <ViewerChatSwitch chat={audience.chat} />
    </section>
  );
}
