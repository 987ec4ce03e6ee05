import type { About, SendLevel } from "../../state/call_state.ts";

/** How much is sent to whom; decided by what comes late. */
export interface Agenda {
  /** How much a member is sent; replaced by what comes late. */
  level: (id: string) => SendLevel;
  /** What of all that a member has is missed when it does not come; replaced likewise. */
  missed: (id: string, all: About) => About;
}

/** An agenda that nobody attends to yet: everybody is sent everything. */
export function openAgenda(): Agenda {
  return { level: () => "full", missed: (_, all) => all };
}
