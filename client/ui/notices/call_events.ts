import { useEffect, useRef } from "preact/hooks";
import type { Chime } from "../../platform/chime.ts";
import type { CallState } from "../../state/call_state.ts";
import type { Files } from "../../state/files.ts";
import type { ReactionKind } from "../../state/interaction.ts";

/** Event of a call that is told by a sound, a notification or a sentence that is read aloud. */
export type CallEvent =
  /** `name` of the person; empty for a guest. */
  | { readonly is: Exclude<Chime, "chat">; readonly name: string }
  /** `viewer`: of somebody who watches. */
  | {
    readonly is: "chat";
    readonly name: string;
    readonly text: string;
    readonly viewer: boolean;
  }
  | { readonly is: "reaction"; readonly name: string; readonly kind: ReactionKind }
  /** `name` of a file that has come whole, or stopped. */
  | { readonly is: "file"; readonly name: string; readonly end: "done" | "ended" };

/** Part of the state that events are read from. */
export type EventSource = Pick<
  CallState,
  "toast" | "participants" | "lock" | "chat" | "unread" | "files" | "reactions"
>;

/** Calls `tell` for each event of the call, from the first drawing on. */
export function useEvents(state: EventSource, tell: (event: CallEvent) => void): void {
  const before = useRef(state);
  useEffect(() => {
    const events = eventsBetween(before.current, state);
    before.current = state;
    for (const event of events) tell(event);
  }, [state]);
}

/** Events that lie between two states, at most one of each kind. */
export function eventsBetween(before: EventSource, now: EventSource): CallEvent[] {
  return [passing, knock, line, hand, file, reaction]
    .map((read) => read(before, now))
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
  const { name, text, viewer } = newest;
  return { is: "chat", name, text, viewer: viewer !== undefined };
}

function hand(before: EventSource, now: EventSource): CallEvent | null {
  const raised = before.participants.filter(({ about }) => about.hand).map(({ id }) => id);
  const fresh = now.participants.find(({ id, about }) => about.hand && !raised.includes(id));
  return fresh ? { is: "hand", name: fresh.about.name } : null;
}

/** The first reaction of a person; more of them while it is shown are not told again. */
function reaction(
  { reactions: before }: EventSource,
  { reactions: now }: EventSource,
): CallEvent | null {
  const told = before?.shown.map(({ from }) => from) ?? [];
  const fresh = now?.shown.find(({ from }) => from !== "me" && !told.includes(from));
  return fresh ? { is: "reaction", name: fresh.name, kind: fresh.kind } : null;
}

/** A transfer that has ended; of an earlier visit's nothing is told. */
function file({ files: before }: EventSource, { files }: EventSource): CallEvent | null {
  if (!before || !files) return null;
  const known = endsOf(before).map(({ key }) => key);
  const fresh = endsOf(files).find(({ key }) => !known.includes(key));
  return fresh ? { is: "file", name: fresh.name, end: fresh.end } : null;
}

/** Transfers that are over, one for each member. */
function endsOf({ transfers }: Files) {
  return transfers.flatMap(({ key, name, parties }) =>
    parties.flatMap(({ id, progress: { is: end } }) =>
      end === "done" || end === "ended" ? [{ key: `${key} ${id}`, name, end }] : []
    )
  );
}
