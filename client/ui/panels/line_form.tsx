import type { ComponentChildren, RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** The line that is being written. */
export interface WrittenLine {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** UTF-16 units that it is too long by. */
  readonly excess: number;
  readonly send: (event: Event) => void;
  readonly grow: () => void;
}

/** A line that is sent when it has at most `limit` UTF-16 units; `say` gives false when it was not. */
export function useLine(limit: number, say: (text: string) => boolean | void): WrittenLine {
  const field = useRef<HTMLTextAreaElement>(null);
  const [excess, setExcess] = useState(0);

  function send(event: Event): void {
    event.preventDefault();
    const said = field.current;
    if (!said || said.value.trim() === "" || said.value.length > limit) return;
    if (say(said.value) === false) return;
    said.value = "";
    grow();
  }

  /** As high as its text, up to what the style allows. */
  function grow(): void {
    const said = field.current;
    if (!said) return;
    setExcess(Math.max(0, said.value.length - limit));
    said.style.height = "auto";
    said.style.height = `${said.scrollHeight}px`;
  }

  return { field, excess, send, grow };
}

/** The field to write a line in, and the button that sends it; `children` stand before the field. */
export function LineForm(props: {
  line: WrittenLine;
  onPaste?: (event: ClipboardEvent) => void;
  children?: ComponentChildren;
}) {
  const { line: { field, excess, send, grow }, onPaste, children } = props;
  const words = useDeferredWords();
  return (
    <>
      {excess > 0 && <p class="hint" role="status" data-excess>{words.tooLong(excess)}</p>}
      <form onSubmit={send}>
        {children}
        <textarea
          id="chat-text"
          data-first=""
          ref={field}
          rows={1}
          dir="auto"
          placeholder={words.say}
          aria-label={words.say}
          autocomplete="off"
          enterkeyhint="send"
          onInput={grow}
          {...onPaste ? { onPaste } : {}}
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
          label={words.send}
          look="accent"
          onPress={() => field.current?.form?.requestSubmit()}
        />
      </form>
    </>
  );
}
