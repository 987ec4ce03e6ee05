import type { CallState } from "../../state/call_state.ts";
import type { Seat } from "../stage/layout.ts";

/** People who are shown alike in a small window; of more, the one who speaks is large. */
const ALIKE = 4;

/** Tiles of a small window in the order of the document, and the keys of those that are large. */
export interface FloatingSeats {
  readonly seats: readonly Seat[];
  readonly focus: readonly string[];
}

/** A shared screen alone; else the others, and the own picture while there is one other at most. */
export function floatingSeats(
  { participants, view }: Pick<CallState, "participants" | "view">,
  speaker: string | null,
): FloatingSeats {
  const screens = participants.filter(({ screen }) => screen).map(({ id }) => `${id} screen`);
  const screen = screens.find((key) => view.pinned.includes(key)) ?? screens[0];
  if (screen) return { seats: [{ key: screen, part: "screen" }], focus: [] };
  const people = participants.map(({ id }): Seat => ({ key: id, part: "person" }));
  const showsOwn = people.length === 0 || people.length === 1 && !view.hideOwn;
  const seats = showsOwn ? [...people, { key: "me", part: "me" } as const] : people;
  const pinned = view.pinned.filter((one) => people.some(({ key }) => key === one));
  if (pinned.length > 0 || people.length <= ALIKE) return { seats, focus: pinned };
  const large = people.find(({ key }) => key === speaker) ?? people[0];
  return { seats, focus: large ? [large.key] : [] };
}
