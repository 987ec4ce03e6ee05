import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { WatchedChatView, WatchedLine, WatchingActions } from "../../state/watching.ts";
import { IconButton } from "../controls/button.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** The longest line of a viewer, in UTF-16 units, as speakers take it (`MAX_VIEWER_CHARS`). */
const LINE_CHARS = 500;
/** Pixels above the newest line within which somebody reads the newest lines. */
const NEAR_END_PX = 120;

/** The chat of the call for somebody who watches: what is said, and a field while members allow it. */
export function WatchChat(props: {
  view: WatchedChatView;
  actions: Pick<WatchingActions, "say">;
  /** Shows a text with its web addresses as links. */
  linked: (text: string) => ComponentChildren;
}) {
  const { view: { isOn, lines }, actions, linked } = props;
  const words = useWords();
  const { watching, chatEmpty } = useDeferredWords();
  const list = useRef<HTMLDivElement>(null);
  const isNearEnd = useRef(true);
  const newest = lines.at(-1);
  useLayoutEffect(() => {
    const log = list.current;
    if (log && (isNearEnd.current || newest?.mine)) log.scrollTo({ top: log.scrollHeight });
  }, [newest?.key]);
  return (
    <div class="chat watch-chat">
      <p class="hint">{isOn ? watching.chatOpen : watching.chatClosed}</p>
      {lines.length === 0 && <p class="hint">{chatEmpty}</p>}
      <div
        class="lines"
        ref={list}
        role="log"
        aria-label={words.chat}
        tabIndex={lines.length ? 0 : -1}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isNearEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
        }}
      >
        <ol>
          {lines.map((line, at) => (
            <Line key={`${line.key} ${line.from}`} line={line} before={lines[at - 1]}>
              {linked(line.text)}
            </Line>
          ))}
        </ol>
      </div>
      {isOn && <LineForm actions={actions} />}
    </div>
  );
}

function Line(
  { line, before, children }: {
    line: WatchedLine;
    before: WatchedLine | undefined;
    children: ComponentChildren;
  },
) {
  const words = useWords();
  const { watching } = useDeferredWords();
  const { from, name, mine, viewer, pending } = line;
  const follows = before?.from === from && before.name === name;
  return (
    <li class={`line${mine ? " mine" : ""}${pending ? " pending" : ""}`} data-line="">
      {!follows && (
        <p class="by">
          <bdi class="name">{mine ? words.you : name || words.guest}</bdi>
          {viewer && !mine && <small>{watching.watches}</small>}
        </p>
      )}
      <p class="said" dir="auto" translate>{children}</p>
    </li>
  );
}

function LineForm({ actions }: { actions: Pick<WatchingActions, "say"> }) {
  const { say: words, send, watching } = useDeferredWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isEarly, setEarly] = useState(false);

  function submit(event: Event): void {
    event.preventDefault();
    const said = field.current;
    if (!said || said.value.trim() === "") return;
    const isSaid = actions.say(said.value);
    setEarly(!isSaid);
    if (isSaid) said.value = "";
  }

  return (
    <>
      {isEarly && <p class="hint" role="status" data-early>{watching.early}</p>}
      <form onSubmit={submit}>
        <textarea
          id="chat-text"
          data-first=""
          ref={field}
          rows={1}
          dir="auto"
          maxLength={LINE_CHARS}
          placeholder={words}
          aria-label={words}
          autocomplete="off"
          enterkeyhint="send"
          onKeyDown={(event: KeyboardEvent) => {
            // 229 belongs to the input method, also where the composition is over already.
            const composes = event.isComposing || event.keyCode === 229;
            if (event.key === "Enter" && !event.shiftKey && !composes) submit(event);
          }}
        />
        <button type="submit" hidden />
        <IconButton
          does="send"
          icon="send"
          label={send}
          look="accent"
          onPress={() => field.current?.form?.requestSubmit()}
        />
      </form>
    </>
  );
}
