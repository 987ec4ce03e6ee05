import { store } from "../../state/store.ts";

/** Volume at which this page plays one person. */
export interface Volume {
  /** 0 to 1: more would take Web Audio, whose sound not every browser's echo canceller knows. */
  readonly level: number;
  /** Muted on this page alone; the others hear the person. */
  readonly muted: boolean;
}

const FULL: Volume = { level: 1, muted: false };

/** Volumes of this visit by member id. */
const chosen = store<Readonly<Record<string, Volume>>>({});

/** The volume of a member; full while nobody has changed it. */
export const volumeOf = (id: string): Volume => chosen.get()[id] ?? FULL;

/** Changes the volume of a member for this visit. */
export function setVolume(id: string, part: Partial<Volume>): void {
  chosen.set({ [id]: { ...volumeOf(id), ...part } });
}

/** Calls `run` after each change until the signal aborts. */
export function watchVolumes(run: () => void, signal: AbortSignal): void {
  chosen.watch(run, signal);
}

/** Slice of a media element that has a volume. */
export type Player = Pick<HTMLMediaElement, "volume" | "muted">;

/** Plays at this volume. */
export function applyVolume(player: Player, { level, muted }: Volume): void {
  if (player.volume !== level) player.volume = level;
  if (player.muted !== muted) player.muted = muted;
}

/** True if the platform heeds the volume of an element; iOS leaves it to the buttons of the phone. */
export function heedsVolume(player: Player): boolean {
  const before = player.volume;
  player.volume = 0.5;
  const heeds = player.volume === 0.5;
  player.volume = before;
  return heeds;
}
