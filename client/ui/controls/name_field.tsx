import { useWords } from "../i18n/language.ts";

/** Field for the own name. */
export function NameField(props: {
  id: string;
  name: string;
  onName: (name: string) => void;
  /** Label of the enter key of a keyboard on the screen (HTML §6.9.4). */
  enterKey?: "go";
}) {
  const { id, name, onName, enterKey } = props;
  const words = useWords();
  return (
    <label class="field">
      <span>{words.name}</span>
      <input
        id={id}
        dir="auto"
        maxLength={128}
        autocomplete="nickname"
        enterkeyhint={enterKey}
        placeholder={words.guest}
        defaultValue={name}
        onInput={(event) => onName(event.currentTarget.value)}
      />
    </label>
  );
}
