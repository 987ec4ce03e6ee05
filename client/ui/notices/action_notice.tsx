import type { ComponentChildren } from "preact";
import { IconButton, TextButton } from "../controls/button.tsx";
import { useWords } from "../i18n/language.ts";

/** A sentence over the call with one thing to do about it; it can be put away. */
export function ActionNotice(props: {
  /** Its name among the notices. */
  name: "mute-request" | "muted-speech";
  action: { readonly does: string; readonly label: string; readonly onPress: () => void };
  onDismiss: () => void;
  children: ComponentChildren;
}) {
  const { name, action: { does, label, onPress }, onDismiss, children } = props;
  const words = useWords();
  return (
    <p class="notice with-buttons" data-notice={name}>
      {children}
      <TextButton does={does} label={label} look="accent" onPress={onPress} />
      <IconButton
        does="dismiss"
        icon="close"
        label={words.close}
        look="plain"
        onPress={onDismiss}
      />
    </p>
  );
}
