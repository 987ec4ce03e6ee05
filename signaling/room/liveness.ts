import type { Limits } from "../rate_limit.ts";

/** Signs of life of one page, whose socket may stand while it sleeps. */
export interface Liveness {
  /** False for a page of an older version: the socket's own pings have to do. */
  beats: boolean;
  /** Seconds since the last frame. */
  silence: number;
  /** Seconds for which a page that was away still counts as not quite awake. */
  drowsy: number;
}

const DROWSY_S = 5;

/** Liveness of a page that has just opened its socket. */
export const awake = (): Liveness => ({ beats: false, silence: 0, drowsy: 0 });

/** Any frame is a sign of life; true if the page was away before. */
export function hearFrame(life: Liveness, { away }: Limits): boolean {
  const wasAway = life.silence >= away;
  life.silence = 0;
  if (wasAway) life.drowsy = DROWSY_S;
  return wasAway;
}

/** A second has passed; tells that the page is away from now on, or lost. */
export function passSecond(life: Liveness, { away, silent }: Limits): "away" | "lost" | null {
  if (!life.beats) return null;
  life.silence++;
  if (life.drowsy > 0) life.drowsy--;
  if (life.silence === away) return "away";
  return life.silence >= silent ? "lost" : null;
}

/** True if the page is away, or has only just been heard again. */
export const isDrowsy = (life: Liveness, { away }: Limits): boolean =>
  life.silence >= away || life.drowsy > 0;
