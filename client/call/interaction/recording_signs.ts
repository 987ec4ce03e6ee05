import type { Participant } from "../../state/person.ts";
import type { RecordingTurn } from "../../state/recording.ts";
import type { RecordingMessage } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";

/** Signs of recordings as this page knows them. */
export interface SignView {
  readonly others: readonly { readonly id: string; readonly name: string }[];
  readonly turn: RecordingTurn | null;
}

/** Options of {@link openRecordingSigns}. */
export interface RecordingSignOptions {
  readonly members: () => readonly Pick<Member, "peer">[];
  readonly participants: () => readonly Pick<Participant, "id" | "about">[];
  /** Calls back whenever members come, go, or connect anew. */
  readonly watch: (run: () => void, signal: AbortSignal) => void;
  readonly show: (view: SignView) => void;
  readonly signal: AbortSignal;
}

/** Signs of recordings among the members of a call. */
export interface RecordingSigns {
  receive(by: string, name: string, message: RecordingMessage): void;
  /** Tells everybody, now and on each connection from now on, that this page records or no longer does. */
  set(on: boolean): void;
}

/**
 * Opens the signs of a call. A sign is a state and not an event: it is told once on each connection,
 * so that newcomers see it, and a page that was reloaded takes back what it said before.
 */
export function openRecordingSigns(options: RecordingSignOptions): RecordingSigns {
  const { members, participants, signal } = options;
  const told = new WeakMap<object, boolean>();
  let own = false;
  let view: SignView = { others: [], turn: null };

  function show(part: Partial<SignView>): void {
    view = { ...view, ...part };
    options.show(view);
  }

  function tell(): void {
    for (const { peer } of members()) {
      const connection = peer.connection();
      if (connection?.state() !== "connected" || told.get(connection) === own) continue;
      if (peer.send({ type: "recording", on: own })) told.set(connection, own);
    }
  }

  function end(gone: readonly { readonly id: string; readonly name: string }[]): void {
    const [first] = gone;
    if (!first) return;
    show({
      others: view.others.filter((one) => !gone.includes(one)),
      turn: { on: false, by: first.id, name: first.name },
    });
  }

  function followMembers(): void {
    if (signal.aborted) return;
    const here = new Map(participants().map(({ id, about }) => [id, about.name]));
    end(view.others.filter(({ id }) => !here.has(id)));
    const renamed = view.others.some(({ id, name }) => here.get(id) !== name);
    if (renamed) {
      show({ others: view.others.map(({ id, name }) => ({ id, name: here.get(id) ?? name })) });
    }
    tell();
  }

  options.watch(followMembers, signal);
  tell();
  return {
    receive(id, name, { on }) {
      if (signal.aborted) return;
      const known = view.others.filter((one) => one.id === id);
      if (!on) return end(known);
      if (known.length > 0) return;
      show({ others: [...view.others, { id, name }], turn: { on, by: id, name } });
    },
    set(on) {
      if (signal.aborted || own === on) return;
      own = on;
      tell();
      show({ turn: { on, by: "me", name: "" } });
    },
  };
}
