import type { About, SendLevel } from "../../state/call_state.ts";

/** How much is sent to whom; decided by what comes late. */
export interface SendPolicy {
  /** How much a member is sent; replaced by what comes late. */
  levelFor: (id: string) => SendLevel;
  /** What of all that a member has is missed when it does not come; replaced likewise. */
  expected: (id: string, all: About) => About;
}

/** An agenda that nobody attends to yet: everybody is sent everything. */
export function createSendPolicy(): SendPolicy {
  return { levelFor: () => "full", expected: (_, all) => all };
}
