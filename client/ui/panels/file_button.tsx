import { useRef } from "preact/hooks";

/** A button that has the person choose files, and hands them on. */
export function FileButton(props: {
  does: string;
  label: string;
  onFiles: (files: readonly File[]) => void;
}) {
  const { does, label, onFiles } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        type="file"
        multiple
        hidden
        ref={input}
        data-files={does}
        onChange={({ currentTarget }) => {
          onFiles([...currentTarget.files ?? []]);
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="round plain"
        data-do={does}
        aria-label={label}
        title={label}
        onClick={() => input.current?.click()}
      >
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M19.500 11.500 12 19a4.600 4.600 0 0 1-6.500-6.500l8-8a3.100 3.100 0 0 1 4.400 4.400l-7.900 7.900a1.500 1.500 0 0 1-2.200-2.200l7.200-7.200" />
        </svg>
      </button>
    </>
  );
}
