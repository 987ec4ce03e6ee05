/** The drawings in the page's sprite (static/index.html), and those of the deferred parts. */
export type IconName =
  | "camera"
  | "camera-off"
  | "chat"
  | "check"
  | "close"
  | "copy"
  | "hand"
  | "open"
  | "leave"
  | "lock"
  | "mic"
  | "mic-off"
  | "more"
  | "people"
  | "qr"
  | "remove"
  | "retry"
  | "screen"
  | "send"
  | "share"
  | "sound"
  | "weak"
  | "world";

/** One drawing, silent for assistive technology: what carries it has a name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
