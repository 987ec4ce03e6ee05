/** Drawings of the stage's tools, on a grid of 24; they come with the chunk that shows them. */
const DRAWINGS = {
  pin: "M9 4h6l-.8 6.200 3.300 3.300v1.500h-11v-1.500l3.300-3.300zM12 15v5.500",
  unpin: "M9 4h6l-.8 6.200 3.300 3.300v1.500h-11v-1.500l3.300-3.300zM12 15v5.500M4 4l16 16",
  fit: "M6 4.500h12a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3zM9 5v14M15 5v14",
  fill:
    "M6 4.500h12a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3zM10 12H6.500M8.300 10 6.300 12l2 2M14 12h3.500M15.700 10l2 2-2 2",
  full:
    "M4 9V6.500A2.500 2.500 0 0 1 6.500 4H9M15 4h2.500A2.500 2.500 0 0 1 20 6.500V9M20 15v2.500a2.500 2.500 0 0 1-2.500 2.500H15M9 20H6.500A2.500 2.500 0 0 1 4 17.500V15",
  window:
    "M9 4v2.500A2.500 2.500 0 0 1 6.500 9H4M20 9h-2.500A2.500 2.500 0 0 1 15 6.500V4M15 20v-2.500a2.500 2.500 0 0 1 2.500-2.500H20M4 15h2.500A2.500 2.500 0 0 1 9 17.500V20",
  "zoom-in":
    "M4 10.500a6.500 6.500 0 1 0 13 0a6.500 6.500 0 1 0-13 0M15.300 15.300 20 20M10.500 8v5M8 10.500h5",
  "zoom-out":
    "M4 10.500a6.500 6.500 0 1 0 13 0a6.500 6.500 0 1 0-13 0M15.300 15.300 20 20M8 10.500h5",
  flip:
    "M4 10.500A8.300 8.300 0 0 1 19.300 8M20 13.500A8.300 8.300 0 0 1 4.700 16M19.600 4.200V8h-3.800M4.400 19.800V16h3.800M9.500 12a2.500 2.500 0 1 0 5 0a2.500 2.500 0 1 0-5 0",
} as const;

/** A round button of the stage. */
export function ToolButton(props: {
  does: string;
  drawing: keyof typeof DRAWINGS;
  label: string;
  pressed?: boolean;
  onPress: () => void;
}) {
  const { does, drawing, label, pressed, onPress } = props;
  return (
    <button
      type="button"
      class="tool"
      data-do={does}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onPress}
    >
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={DRAWINGS[drawing]} />
      </svg>
    </button>
  );
}
