import type { CallState } from "../state/call_state.ts";

/** Ids of the people with a raised hand, in the order in which they raised it. */
export function orderHands(
  before: readonly string[],
  { me, participants }: Pick<CallState, "me" | "participants">,
): readonly string[] {
  const raised = [
    ...participants.filter(({ about }) => about.hand).map(({ id }) => id),
    ...(me.hand ? [me.id] : []),
  ];
  const now = [
    ...before.filter((id) => raised.includes(id)),
    ...raised.filter((id) => !before.includes(id)),
  ];
  // The same list, so that nothing is drawn for it.
  return now.join() === before.join() ? before : now;
}
