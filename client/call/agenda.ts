import type { About } from "./state.ts";
import type { Tracks } from "./transceivers.ts";

/** What is sent to whom; decided by what comes late. */
export interface Agenda {
  /** What a member is sent of all this, and what it is told of it; replaced by what comes late. */
  tracks: (id: string, all: Tracks) => Tracks;
  about: (id: string, all: About) => About;
  /** What of all that a member has is missed when it does not come; replaced likewise. */
  missed: (id: string, all: About) => About;
}

/** An agenda that nobody attends to yet: everybody is sent everything. */
export function openAgenda(): Agenda {
  const agenda: Agenda = {
    tracks: (_, all) => all,
    about: (_, all) => all,
    missed: (_, all) => all,
  };
  return agenda;
}
