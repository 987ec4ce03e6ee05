import type { Letter } from "./letter.ts";
import type { About } from "./state.ts";
import type { Tracks } from "./transceivers.ts";

/** Something that a member has said and only what comes late understands. */
export interface Said {
  /** The member's id. */
  readonly by: string;
  /** What they called themselves then: they may be gone when it is heard. */
  readonly name: string;
  readonly text: string;
}

/** What is to be decided among the members; it waits for what comes late. */
export interface Agenda {
  readonly said: Said[];
  /** Called whenever something was said; replaced by whoever listens. */
  wake: () => void;
  /** What was said at the door before anybody kept it. */
  early: readonly { readonly id: string; readonly letter: Letter }[];
  /** What a member is sent of all this, and what it is told of it; replaced likewise. */
  tracks: (id: string, all: Tracks) => Tracks;
  about: (id: string, all: About) => About;
  /** What of all that a member has is missed when it does not come; replaced likewise. */
  missed: (id: string, all: About) => About;
  /** Whether nothing is begun with a member, or with who writes in its name; replaced likewise. */
  bars: (id: string, letter?: Letter) => boolean;
}

/** What is said at the door is kept so many times, until somebody keeps the door. */
const MOST = 16;

/** An agenda that nobody attends to yet: it keeps what is said, and bars nobody. */
export function openAgenda(): Agenda {
  const agenda: Agenda = {
    said: [],
    early: [],
    wake() {},
    tracks: (_, all) => all,
    about: (_, all) => all,
    missed: (_, all) => all,
    bars(id, letter) {
      if (letter && "door" in letter.sealed.body) {
        agenda.early = [...agenda.early, { id, letter }].slice(-MOST);
      }
      return false;
    },
  };
  return agenda;
}
