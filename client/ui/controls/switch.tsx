/** A switch with its label; `hint` is the id of the words that describe it. */
export function Switch(props: {
  does: string;
  label: string;
  hint: string;
  on: boolean;
  onSwitch: (on: boolean) => void;
}) {
  const { does, label, hint, on, onSwitch } = props;
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        data-do={does}
        aria-describedby={hint}
        checked={on}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
