import { useEffect, useState } from "preact/hooks";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** A picture that was pasted into the chat, before it is sent. */
export function PastedPicture(props: { file: File; onSend: () => void; onDiscard: () => void }) {
  const { file, onSend, onDiscard } = props;
  const { files: words } = useDeferredWords();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <div class="pasted" role="group" aria-label={words.picture}>
      {address !== null && <img src={address} alt={words.picture} />}
      <div class="row">
        <TextButton does="picture-send" label={words.sendPicture} look="accent" onPress={onSend} />
        <TextButton
          does="picture-discard"
          label={words.discard}
          look="quiet"
          onPress={onDiscard}
        />
      </div>
    </div>
  );
}
