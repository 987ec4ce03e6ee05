import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Actions } from "../../state/actions.ts";
import type { CallState, ChatLine } from "../../state/call_state.ts";
import { IconButton } from "../controls/button.tsx";
import { useLasting } from "../controls/hooks.ts";
import { useDeferredWords, useSpeech } from "../i18n/language.ts";
import { linkify } from "./linkify.ts";

/** The longest line, in UTF-16 units, as the others take it (`MAX_CHAT_CHARS`). */
const LINE_UNITS = 4000;
/** Pixels above the newest line within which somebody reads the newest lines. */
const NEAR_END_PX = 120;
/** Most lines arrive before anybody could read that they have not. */
const PROMPT_MS = 1000;

/** The text chat: what was said, and a field to say more. */
export function Chat({ chat, actions }: { chat: CallState["chat"]; actions: Actions }) {
  const { words } = useSpeech();
  const more = useDeferredWords();
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    actions.readChat(true);
    return () => actions.readChat(false);
  }, []);
  const [excess, setExcess] = useState(0);
  const isNearEnd = useNewest(list, chat.at(-1));

  function send(event: Event): void {
    event.preventDefault();
    const said = field.current;
    if (!said || said.value.trim() === "" || said.value.length > LINE_UNITS) return;
    actions.say(said.value);
    said.value = "";
    grow();
  }

  /** As high as its text, up to what the style allows. */
  function grow(): void {
    const said = field.current;
    if (!said) return;
    setExcess(Math.max(0, said.value.length - LINE_UNITS));
    said.style.height = "auto";
    said.style.height = `${said.scrollHeight}px`;
  }

  return (
    <div class="chat">
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
          {chat.map((line, at) => <Line key={line.key} line={line} before={chat[at - 1]} />)}
        </ol>
      </div>
      {excess > 0 && <p class="hint" role="status" data-excess>{more.tooLong(excess)}</p>}
      <form onSubmit={send}>
        <textarea
          id="chat-text"
          data-first=""
          ref={field}
          rows={1}
          dir="auto"
          placeholder={more.say}
          aria-label={more.say}
          autocomplete="off"
          enterkeyhint="send"
          onInput={grow}
          onKeyDown={(event: KeyboardEvent) => {
            // 229 belongs to the input method, also where the composition is over already.
            const composes = event.isComposing || event.keyCode === 229;
            if (event.key === "Enter" && !event.shiftKey && !composes) send(event);
          }}
        />
        <button type="submit" hidden />
        <IconButton
          does="send"
          icon="send"
          label={more.send}
          look="accent"
          onPress={() => field.current?.form?.requestSubmit()}
        />
      </form>
    </div>
  );
}

/** Scrolls to the newest line, unless somebody reads further up; gives where that is noted. */
function useNewest(list: RefObject<HTMLDivElement | null>, newest: ChatLine | undefined) {
  const isNearEnd = useRef(true);
  // By its key, since the number of lines stays the same once it is full.
  useLayoutEffect(() => {
    if (isNearEnd.current || newest?.mine) {
      list.current?.scrollTo({ top: list.current.scrollHeight });
    }
  }, [newest?.key]);
  return isNearEnd;
}

function Line({ line, before }: { line: ChatLine; before: ChatLine | undefined }) {
  const { words, lang } = useSpeech();
  const more = useDeferredWords();
  const { from, name, mine, text, at, pending } = line;
  const waits = useLasting(pending, PROMPT_MS);
  // Lines of one person within a few minutes share a heading.
  const follows = before?.from === from && before.name === name && at - before.at < 180_000;
  const isWaiting = pending && waits;
  // Drawn once: hundreds of lines are looked at again whenever anything in the call changes.
  return useMemo(() => {
    const time = new Date(at).toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
    return (
      <li class={mine ? "line mine" : "line"} data-line="">
        {!follows && (
          <p class="by">
            <bdi class="name">{mine ? words.you : name || words.guest}</bdi>
            <time dateTime={new Date(at).toISOString()}>{time}</time>
          </p>
        )}
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
        {isWaiting && <p class="waits" data-pending="">{more.waits}</p>}
      </li>
    );
  }, [text, at, name, mine, follows, isWaiting, lang, words, more]);
}
