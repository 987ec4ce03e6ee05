/** Levels from here on are speech. */
const SPEECH_LEVEL = 0.06;
/** Weight of what was heard before, in one step: a breath between two words is no silence. */
const INERTIA = 0.7;
/** Time for which somebody has to be the loudest before becoming large. */
const TAKES_OVER_MS = 1500;
/** Time for which one stays large after becoming so, whoever else speaks. */
const STAYS_MS = 4000;

/** Decides who is large while people speak, calmly: a cough or a "yes" moves nobody. */
export interface SpeakerChoice {
  /** Takes the levels of everybody at a moment; gives the id of the one to be large, or null. */
  hear(levels: ReadonlyMap<string, number>, now: number): string | null;
}

/** Begins with nobody large. */
export function chooseSpeaker(): SpeakerChoice {
  const heard = new Map<string, number>();
  let large: { readonly id: string; readonly since: number } | null = null;
  let candidate: { readonly id: string; readonly since: number } | null = null;

  function loudest(levels: ReadonlyMap<string, number>): string | null {
    let found: string | null = null;
    for (const [id, level] of levels) {
      const smooth = (heard.get(id) ?? 0) * INERTIA + level * (1 - INERTIA);
      heard.set(id, smooth);
      if (smooth > SPEECH_LEVEL && smooth > (heard.get(found ?? "") ?? 0)) found = id;
    }
    return found;
  }

  return {
    hear(levels, now) {
      if (large && !levels.has(large.id)) large = null;
      const id = loudest(levels);
      if (id === null || id === large?.id) candidate = null;
      else if (candidate?.id !== id) candidate = { id, since: now };
      if (!candidate) return large?.id ?? null;
      const lasts = now - candidate.since >= TAKES_OVER_MS;
      // The first to speak need not wait for anybody.
      if (!large || lasts && now - large.since >= STAYS_MS) {
        large = { id: candidate.id, since: now };
        candidate = null;
      }
      return large.id;
    },
  };
}
