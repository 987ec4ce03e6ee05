import { useState } from "preact/hooks";
import type { CallActions } from "../../state/actions.ts";
import type { Files } from "../../state/files.ts";
import { useDeferredWords } from "../i18n/language.ts";
import { FileButton } from "./file_button.tsx";
import { type LoadFileParts, useFileParts } from "./file_parts.ts";
import { LineForm, useLine } from "./line_form.tsx";

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
  const line = useLine(LINE_CHARS, actions.say);
  const [picture, setPicture] = useState<File | null>(null);

  return (
    <>
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
      <LineForm
        line={line}
        onPaste={(event) => {
          const [pasted] = [...event.clipboardData?.files ?? []];
          if (!pasted?.type.startsWith("image/") || !files) return;
          event.preventDefault();
          setPicture(pasted);
        }}
      >
        {files && (
          <FileButton
            does="attach"
            label={more.files.attach}
            onFiles={(chosen) => files.offer(chosen, null)}
          />
        )}
      </LineForm>
    </>
  );
}

/** A picture that was pasted, before it is sent. */
function Pasted(
  props: { load: LoadFileParts; file: File; onSend: () => void; onDiscard: () => void },
) {
  const { load, file, onSend, onDiscard } = props;
  const { PastedPicture } = useFileParts(load) ?? {};
  return PastedPicture ? <PastedPicture {...{ file, onSend, onDiscard }} /> : null;
}
