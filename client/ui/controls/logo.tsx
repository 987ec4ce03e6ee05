/** The mark: two people, face to face. */
export function Logo() {
  return (
    <svg class="emblem" viewBox="0 0 32 32" aria-hidden="true">
      <use href="#i-emblem" />
    </svg>
  );
}
