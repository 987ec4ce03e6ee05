import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { CallActions } from "../../state/actions.ts";
import type { ChatLine, RoomState } from "../../state/call_state.ts";
import type { Files } from "../../state/files.ts";
import { useLasting } from "../controls/hooks.ts";
import { useDeferredWords, useSpeech } from "../i18n/language.ts";
import { ChatForm } from "./chat_form.tsx";
import { type LoadFileParts, useFileParts } from "./file_parts.ts";
import { linkify } from "./linkify.ts";

/** Pixels above the newest line within which somebody reads the newest lines. */
const NEAR_END_PX = 120;
/** Most lines arrive before anybody could read that they have not. */
const PROMPT_MS = 1000;

/** The text chat: what was said, and a field to say more. */
export function Chat(props: { state: RoomState; actions: CallActions; loadFiles: LoadFileParts }) {
  const { state: { chat, files, participants, audience }, actions, loadFiles } = props;
  const { words } = useSpeech();
  const more = useDeferredWords();
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    actions.readChat(true);
    return () => actions.readChat(false);
  }, []);
  const sendable = participants.length > 0 ? files : null;
  const isNearEnd = useNewest(list, chat.at(-1));

  return (
    <div class="chat">
      {audience?.chat.on && <p class="hint" data-viewers-read>{more.watching.viewersRead}</p>}
      {chat.length === 0 && <p class="hint">{more.chatEmpty}</p>}
      <div
        class="lines"
        ref={list}
        role="log"
        aria-label={words.chat}
        tabIndex={chat.length ? 0 : -1}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isNearEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
        }}
      >
        <ol>
          {chat.map((line, at) => (
            <Line key={lineKey(line)} line={line} before={chat[at - 1]}>
              {line.file && <FileLine line={line} files={files} load={loadFiles} />}
            </Line>
          ))}
        </ol>
      </div>
      <ChatForm files={sendable} actions={actions} loadFiles={loadFiles} />
    </div>
  );
}

/**
 * Keeps the newest line in sight, unless somebody reads further up; gives where that is noted. A line
 * grows when a file or a remark comes to it, and a phone's keyboard leaves less room.
 */
function useNewest(list: RefObject<HTMLDivElement | null>, newest: ChatLine | undefined) {
  const isNearEnd = useRef(true);
  useLayoutEffect(() => {
    const log = list.current;
    if (!log) return;
    const observer = new ResizeObserver(() => {
      if (isNearEnd.current) log.scrollTo({ top: log.scrollHeight });
    });
    for (const one of [log, ...log.children]) observer.observe(one);
    return () => observer.disconnect();
  }, []);
  // By its key, since the number of lines stays the same once it is full.
  useLayoutEffect(() => {
    if (isNearEnd.current || newest?.mine) {
      list.current?.scrollTo({ top: list.current.scrollHeight });
    }
  }, [newest?.key]);
  return isNearEnd;
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
            {linkify(text).map(({ text, href }, at) =>
              href
                ? (
                  <a key={at} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
                    {text}
                  </a>
                )
                : text
            )}
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
