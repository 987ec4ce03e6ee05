import type { Letter } from "./letter.ts";

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
  /** Whether nothing is begun with a member, or with who writes in its name; replaced likewise. */
  bars: (id: string, letter?: Letter) => boolean;
}
