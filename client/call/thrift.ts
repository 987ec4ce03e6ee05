import type { SendLevel } from "./state.ts";

/** What a member has reported of one stream of this page (RFC 3550 §6.4.1). */
export interface Reading {
  /** When it was reported, in ms. */
  readonly at: number;
  /** Milliseconds. */
  readonly roundTrip: number;
  /** Share of the packets that did not arrive, 0 to 1. */
  readonly loss: number;
}

/** Decides how much one member is sent, so that what is sent arrives. */
export interface Judge {
  level(): SendLevel;
  /** The newest reports, those known already included. */
  look(readings: readonly Reading[], now: number): void;
  /** The browser itself has held back the picture for a while. */
  paused(now: number): void;
  /** It may be time to send more: the way is to be measured. */
  due(now: number): boolean;
  /** So many kbit/s got through; null: the member does not answer such questions. */
  measured(rate: number | null, now: number): void;
}

/** Packets that wait this much longer than ever before, in ms, wait for others of this page. */
const QUEUED = { lossy: 200, alone: 450 };
/** Losses alone may be the air's; with a queue they are its overflow. */
const LOSS = { some: 0.03, heavy: 0.25 };
/** Reports of a queue in a row that are enough: two with losses, or three. */
const STRIKES = { lossy: 3, alone: 2, enough: 6 };
/** After a change the queue drains for this long, in ms: what is reported then is of before. */
const SETTLE = 2000;
/** What gets through, in kbit/s, where this is worth a try. */
const ENOUGH = { less: 60, full: 130 };
/** Bursts may get through where no more does: everything is sent if it is so again after this, in ms. */
const AGAIN = 1500;
/** The way is measured after this, in ms, then ever less often. */
const FIRST = 3000;
const RARELY = 9000;
/** A try to send more that ends as soon as this, in ms, doubles the time to the next. */
const SOON = 15_000;
const MOST = 15_000;
/** Who does not answer is sent more after this, in ms. */
const BLIND = 30_000;

/** Begins with a member that gets everything. */
export function judge(): Judge {
  let level: SendLevel = "full";
  let nearest = Infinity;
  let newest = 0;
  let strikes = 0;
  let changed = -Infinity;
  let raised = -Infinity;
  let next = 0;
  let wait = FIRST;
  let wide = false;
  /** Milliseconds by which tries that failed put off the next. */
  let penalty = 0;

  function go(to: SendLevel, now: number): void {
    level = to;
    strikes = 0;
    wide = false;
    changed = now;
    wait = FIRST;
    next = now + Math.max(wait, penalty);
  }

  function lower(loss: number, now: number): void {
    const failed = now - raised < SOON;
    penalty = failed ? Math.min(MOST, Math.max(RARELY, 2 * penalty)) : 0;
    go(loss > LOSS.heavy || level === "less" ? "sound" : "less", now);
  }

  function raise(to: SendLevel, now: number): void {
    raised = now;
    go(to, now);
  }

  return {
    level: () => level,
    look(readings, now) {
      const fresh = readings.filter(({ at }) => at > newest);
      if (fresh.length === 0) return;
      newest = Math.max(...fresh.map(({ at }) => at));
      const roundTrip = Math.max(...fresh.map((one) => one.roundTrip));
      const loss = Math.max(...fresh.map((one) => one.loss));
      nearest = Math.min(nearest, roundTrip);
      if (now - changed < SETTLE || level === "sound") return;
      const queued = roundTrip - nearest;
      if (queued > QUEUED.lossy && loss > LOSS.some) strikes += STRIKES.lossy;
      else if (queued > QUEUED.alone) strikes += STRIKES.alone;
      else strikes = 0;
      if (strikes >= STRIKES.enough) lower(loss, now);
    },
    paused: (now) => void (level === "less" && lower(0, now)),
    due: (now) => level !== "full" && now >= next,
    measured(rate, now) {
      wide &&= rate !== null && rate >= ENOUGH.full;
      wait = Math.min(RARELY, wait * 1.5);
      next = now + Math.max(wait, penalty);
      if (rate === null) {
        if (now - changed >= Math.max(BLIND, penalty)) {
          raise(level === "sound" ? "less" : "full", now);
        }
      } else if (rate >= ENOUGH.full) {
        if (wide) return raise("full", now);
        wide = true;
        next = now + AGAIN;
      } else if (rate >= ENOUGH.less && level === "sound") raise("less", now);
    },
  };
}
