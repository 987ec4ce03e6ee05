import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import type { CallActions } from "../../state/actions.ts";
import type { ChatLine, RoomState } from "../../state/call_state.ts";
import type { Files } from "../../state/files.ts";
import { useLasting } from "../controls/hooks.ts";
import { useDeferredWords, useSpeech } from "../i18n/language.ts";
import { ChatForm } from "./chat_form.tsx";
import { type LoadFileParts, useFileParts } from "./file_parts.ts";
import { LineList } from "./line_list.tsx";
import { LinkedText } from "./linked_text.tsx";

/** Most lines arrive before anybody could read that they have not. */
const PROMPT_MS = 1000;

/** The text chat: what was said, and a field to say more. */
export function Chat(props: { state: RoomState; actions: CallActions; loadFiles: LoadFileParts }) {
  const { state: { chat, files, participants, audience }, actions, loadFiles } = props;
  const more = useDeferredWords();
  useLayoutEffect(() => {
    actions.readChat(true);
    return () => actions.readChat(false);
  }, []);
  const sendable = participants.length > 0 ? files : null;

  return (
    <div class="chat">
      {audience?.chat.on && <p class="hint" data-viewers-read>{more.watching.viewersRead}</p>}
      <LineList newest={chat.at(-1)}>
        {chat.map((line, at) => (
          <Line key={lineKey(line)} line={line} before={chat[at - 1]}>
            {line.file && <FileLine line={line} files={files} load={loadFiles} />}
          </Line>
        ))}
      </LineList>
      <ChatForm files={sendable} actions={actions} loadFiles={loadFiles} />
    </div>
  );
}

/** Key that tells a line from those that others hand over under its key. */
const lineKey = ({ key, from, earlier }: ChatLine) =>
  `${key} ${from} ${earlier?.identityKey ?? ""}`;

function Line(props: {
  line: ChatLine;
  before: ChatLine | undefined;
  /** A file in the place of a text; null for a text. */
  children: ComponentChildren;
}) {
  const { line, before, children } = props;
  const { words, lang } = useSpeech();
  const more = useDeferredWords();
  const { from, name, mine, text, at, pending, earlier, viewer } = line;
  const waits = useLasting(pending, PROMPT_MS);
  // Lines of one person within a few minutes share a heading.
  const follows = before?.from === from && before.name === name && at - before.at < 180_000 &&
    before.earlier?.by === earlier?.by;
  const isWaiting = pending && waits;
  // Drawn once: hundreds of lines are looked at again whenever anything in the call changes.
  return useMemo(() => {
    const time = new Date(at).toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
    return (
      <li class={mine ? "line mine" : "line"} data-line="">
        {!follows && (
          <p class="by">
            <bdi class="name">{mine ? words.you : name || words.guest}</bdi>
            {earlier && <small>{more.together.passedOn(earlier.by || words.guest)}</small>}
            {viewer && (
              <small data-viewer-line>
                {viewer.by === null
                  ? more.watching.watches
                  : more.watching.watchesBy(viewer.by || words.guest)}
              </small>
            )}
            <time dateTime={new Date(at).toISOString()}>{time}</time>
          </p>
        )}
        {children || (
          <p class="said" dir="auto" translate>
            <LinkedText text={text} />
          </p>
        )}
        {isWaiting && <p class="waits" data-pending="">{more.waits}</p>}
      </li>
    );
  }, [text, at, name, mine, earlier, viewer, follows, isWaiting, lang, words, more, children]);
}

/** The file that a line stands for; its bare name until more of the script is there. */
function FileLine(props: { line: ChatLine; files: Files | null; load: LoadFileParts }) {
  const { line: { key, text }, files, load } = props;
  const { FileRow } = useFileParts(load) ?? {};
  const transfer = files?.transfers.find((one) => one.key === key);
  return FileRow
    ? <FileRow name={text} transfer={transfer} files={files} />
    : <p class="said">{text}</p>;
}
