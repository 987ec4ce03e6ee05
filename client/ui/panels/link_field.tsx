import type { RefObject } from "preact";

/** Link that the person can copy by hand: it is selected where it is entered. */
export function LinkField(props: {
  field: RefObject<HTMLInputElement | null>;
  label: string;
  href: string;
}) {
  const { field, label, href } = props;
  return (
    <input
      class="link"
      ref={field}
      readOnly
      dir="ltr"
      value={href}
      aria-label={label}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
