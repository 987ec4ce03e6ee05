import { useLayoutEffect, useRef } from "preact/hooks";
import type { Actions, CallState, ChatLine } from "../call/state.ts";
import { IconButton } from "./button.tsx";
import { useLasting } from "./hooks.ts";
import { useSpeech } from "./language.ts";
import { useMore } from "./more.ts";
import { linkify } from "./linkify.ts";

/** The longest line, in UTF-16 units: what a person writes in one go. */
const LONGEST = 4000;
/** Most lines arrive before anybody could read that they have not. */
const PROMPT_MS = 1000;

/** The text chat: what was said, and a field to say more. */
export function Chat({ chat, actions }: { chat: CallState["chat"]; actions: Actions }) {
  const { words } = useSpeech();
  const more = useMore();
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    actions.readChat(true);
    return () => actions.readChat(false);
  }, []);
  useLayoutEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [chat.length]);

  function send(event: Event): void {
    event.preventDefault();
    const said = field.current;
    if (!said || said.value.trim() === "") return;
    actions.say(said.value);
    said.value = "";
    grow();
  }

  /** As high as its text, up to what the style allows. */
  function grow(): void {
    const said = field.current;
    if (!said) return;
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
      >
        <ol>
          {chat.map((line, at) => <Line key={line.key} line={line} before={chat[at - 1]} />)}
        </ol>
      </div>
      <form onSubmit={send}>
        <textarea
          id="chat-text"
          data-first=""
          ref={field}
          rows={1}
          dir="auto"
          maxLength={LONGEST}
          placeholder={more.say}
          aria-label={more.say}
          autocomplete="off"
          enterkeyhint="send"
          onInput={grow}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
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

function Line({ line, before }: { line: ChatLine; before: ChatLine | undefined }) {
  const { words, lang } = useSpeech();
  const more = useMore();
  const { from, name, mine, text, at, pending } = line;
  const waits = useLasting(pending, PROMPT_MS);
  const time = new Date(at).toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
  // Lines of one person within a few minutes share a heading.
  const follows = before?.from === from && before.name === name && at - before.at < 180_000;
  return (
    <li class={mine ? "line mine" : "line"} data-line="">
      {!follows && (
        <p class="by">
          <bdi class="name">{mine ? words.you : name || words.guest}</bdi>
          <time dateTime={new Date(at).toISOString()}>{time}</time>
        </p>
      )}
      <p class="said" dir="auto">
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
      {pending && waits && <p class="waits" data-pending="">{more.waits}</p>}
    </li>
  );
}
