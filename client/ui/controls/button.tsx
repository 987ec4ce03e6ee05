import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons.tsx";

/** A button of one drawing, with its name for those who do not see it. */
export function IconButton(props: {
  does: string;
  icon: IconName;
  label: string;
  hint?: string | undefined;
  look?: string;
  pressed?: boolean;
  expanded?: boolean;
  onPress: () => void;
  children?: ComponentChildren;
}) {
  const { does, icon, label, hint, look, pressed, expanded, onPress, children } = props;
  return (
    <button
      type="button"
      class={`round ${look ?? ""}`}
      data-do={does}
      aria-label={label}
      title={hint ?? label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      onClick={onPress}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}

/** A button of words, with a drawing in front where it helps. */
export function TextButton(props: {
  does: string;
  label: string;
  icon?: IconName;
  look?: string;
  onPress?: () => void;
}) {
  const { does, label, icon, look, onPress } = props;
  return (
    <button
      type={onPress ? "button" : "submit"}
      class={`button ${look ?? ""}`}
      data-do={does}
      onClick={onPress}
    >
      {icon && <Icon name={icon} />}
      {label}
    </button>
  );
}
