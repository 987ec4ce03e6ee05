import { useState } from "preact/hooks";
import type { WatchedChatView, WatchedLine, WatchingActions } from "../../state/watching.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { LineForm, useLine } from "../panels/line_form.tsx";
import { LineList } from "../panels/line_list.tsx";
import { LinkedText } from "../panels/linked_text.tsx";

/** The longest line of a viewer, in UTF-16 units, as speakers take it (`MAX_VIEWER_CHARS`). */
const LINE_CHARS = 500;

/** The chat of the call for somebody who watches: what is said, and a field while members allow it. */
export function WatchChat(
  { view: { isOn, lines }, actions }: {
    view: WatchedChatView;
    actions: Pick<WatchingActions, "say">;
  },
) {
  const { watching } = useDeferredWords();
  return (
    <div class="chat watch-chat">
      <p class="hint">{isOn ? watching.chatOpen : watching.chatClosed}</p>
      <LineList newest={lines.at(-1)}>
        {lines.map((line, at) => (
          <Line key={`${line.key} ${line.from}`} line={line} before={lines[at - 1]} />
        ))}
      </LineList>
      {isOn && <WatchForm actions={actions} />}
    </div>
  );
}

function Line({ line, before }: { line: WatchedLine; before: WatchedLine | undefined }) {
  const words = useWords();
  const { watching } = useDeferredWords();
  const { from, name, mine, viewer, pending, text } = line;
  const follows = before?.from === from && before.name === name;
  return (
    <li class={`line${mine ? " mine" : ""}${pending ? " pending" : ""}`} data-line="">
      {!follows && (
        <p class="by">
          <bdi class="name">{mine ? words.you : name || words.guest}</bdi>
          {viewer && !mine && <small>{watching.watches}</small>}
        </p>
      )}
      <p class="said" dir="auto" translate>
        <LinkedText text={text} />
      </p>
    </li>
  );
}

function WatchForm({ actions }: { actions: Pick<WatchingActions, "say"> }) {
  const { watching } = useDeferredWords();
  const [isEarly, setEarly] = useState(false);
  const line = useLine(LINE_CHARS, (text) => {
    const isSaid = actions.say(text);
    setEarly(!isSaid);
    return isSaid;
  });
  return (
    <>
      {isEarly && <p class="hint" role="status" data-early>{watching.early}</p>}
      <LineForm line={line} />
    </>
  );
}
