import type { Chime } from "../../platform/chime.ts";
import type { CallState } from "../../state/call_state.ts";

/** Event of a call that may be told by a sound or a notification. */
export interface CallEvent {
  readonly is: Chime;
  /** Name of the person; empty for a guest. */
  readonly name: string;
}

/** Part of the state that events are read from. */
export type EventSource = Pick<
  CallState,
  "toast" | "participants" | "lock" | "chat" | "unread"
>;

/** Events that lie between two states, at most one of each kind. */
export function eventsBetween(before: EventSource, now: EventSource): CallEvent[] {
  return [passing(before, now), knock(before, now), line(before, now), hand(before, now)]
    .filter((one) => one !== null);
}

function passing({ toast: before }: EventSource, { toast }: EventSource): CallEvent | null {
  if (!toast || toast.key === before?.key) return null;
  if (toast.is === "joined") return { is: "join", name: toast.name };
  return toast.is === "left" ? { is: "leave", name: toast.name } : null;
}

function knock(before: EventSource, now: EventSource): CallEvent | null {
  const known = knocksOf(before).map(({ id }) => id);
  const fresh = knocksOf(now).find(({ id }) => !known.includes(id));
  return fresh ? { is: "knock", name: fresh.name } : null;
}

function knocksOf({ lock }: EventSource) {
  return lock?.side === "inside" ? lock.knocks : [];
}

/** The newest line of others, unless it was read as it came. */
function line(before: EventSource, now: EventSource): CallEvent | null {
  const newest = now.chat.at(-1);
  if (!newest || newest.mine || now.unread <= before.unread) return null;
  return { is: "chat", name: newest.name };
}

function hand(before: EventSource, now: EventSource): CallEvent | null {
  const raised = before.participants.filter(({ about }) => about.hand).map(({ id }) => id);
  const fresh = now.participants.find(({ id, about }) => about.hand && !raised.includes(id));
  return fresh ? { is: "hand", name: fresh.about.name } : null;
}
