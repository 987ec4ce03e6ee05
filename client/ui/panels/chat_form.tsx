import { useRef, useState } from "preact/hooks";
import type { CallActions } from "../../state/actions.ts";
import type { Files } from "../../state/files.ts";
import { IconButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import { FileButton } from "./file_button.tsx";
import { type LoadFileParts, useFileParts } from "./file_parts.ts";

/** The longest line, in UTF-16 units, as the others take it (`MAX_CHAT_CHARS`). */
const LINE_CHARS = 4000;

/** The field to say something, and the ways to send files. */
export function ChatForm(props: {
  /** Null while there is nobody to send files to. */
  files: Files | null;
  actions: CallActions;
  loadFiles: LoadFileParts;
}) {
  const { files, actions, loadFiles } = props;
  const more = useDeferredWords();
  const { field, excess, send, grow } = useLine(actions);
  const [picture, setPicture] = useState<File | null>(null);

  return (
    <>
      {excess > 0 && <p class="hint" role="status" data-excess>{more.tooLong(excess)}</p>}
      {picture && files && (
        <Pasted
          load={loadFiles}
          file={picture}
          onSend={() => {
            files.offer([picture], null);
            setPicture(null);
          }}
          onDiscard={() => setPicture(null)}
        />
      )}
      <form onSubmit={send}>
        {files && (
          <FileButton
            does="attach"
            label={more.files.attach}
            onFiles={(chosen) => files.offer(chosen, null)}
          />
        )}
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
          onPaste={(event) => {
            const [pasted] = [...event.clipboardData?.files ?? []];
            if (!pasted?.type.startsWith("image/") || !files) return;
            event.preventDefault();
            setPicture(pasted);
          }}
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
    </>
  );
}

/** The line that is being written: sent when it is short enough, and as high as its text. */
function useLine(actions: CallActions) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [excess, setExcess] = useState(0);

  function send(event: Event): void {
    event.preventDefault();
    const said = field.current;
    if (!said || said.value.trim() === "" || said.value.length > LINE_CHARS) return;
    actions.say(said.value);
    said.value = "";
    grow();
  }

  /** As high as its text, up to what the style allows. */
  function grow(): void {
    const said = field.current;
    if (!said) return;
    setExcess(Math.max(0, said.value.length - LINE_CHARS));
    said.style.height = "auto";
    said.style.height = `${said.scrollHeight}px`;
  }

  return { field, excess, send, grow };
}

/** A picture that was pasted, before it is sent. */
function Pasted(
  props: { load: LoadFileParts; file: File; onSend: () => void; onDiscard: () => void },
) {
  const { load, file, onSend, onDiscard } = props;
  const { PastedPicture } = useFileParts(load) ?? {};
  return PastedPicture ? <PastedPicture {...{ file, onSend, onDiscard }} /> : null;
}
