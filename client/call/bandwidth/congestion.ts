/** Report of a member about one stream of this page (RFC 3550 §6.4.1). */
export interface Report {
  /** When it came in, in ms. */
  readonly at: number;
  /** Milliseconds. */
  readonly roundTrip: number;
  /** Share of the packets that did not arrive, 0 to 1. */
  readonly loss: number;
}

/** Queue in front of a narrow link: none, one that overflows, or one that loses most packets. */
export type Verdict = "clear" | "congested" | "severe";

/** Detector of congestion on one path, which is a connection and its selected candidate pair. */
export interface State {
  readonly path: string;
  /** Before this, in ms, reports are of the time before a change, and judge nothing. */
  readonly settled: number;
  /** When the newest report came in. */
  readonly newest: number;
  /** Smallest round trips by intervals, oldest first: their minimum is the base. */
  readonly minima: readonly { readonly since: number; readonly roundTrip: number }[];
  /** Newest round trip, to tell whether a queue drains. */
  readonly roundTrip: number;
  readonly loss: number;
  readonly strikes: number;
  /** Smallest round trip reported since the last change had settled. */
  readonly lowest: number;
}

/** Milliseconds over the base that are taken for a queue of this page: with losses, and alone. */
const QUEUED_MS = { lossy: 200, alone: 450 };
/** Losses alone may be the air's; with a queue they are its overflow. */
const LOSS = { some: 0.03, heavy: 0.25 };
/** Two reports in a row of a queue with losses are enough, or three of a long queue. */
const STRIKES = { lossy: 3, alone: 2, enough: 6 };
/** A queue drains if a report is this much shorter than the one before. */
const DRAINING_MS = 50;
/** A report that comes sooner after a change of level, or of the path, is of the time before. */
const SETTLE_MS = 2000;
/** The base is the smallest round trip of the last two minutes. */
const BASE_MS = 120_000;
const INTERVAL_MS = 10_000;

/** State before the first report. */
export const UNKNOWN: State = {
  path: "",
  settled: 0,
  newest: 0,
  minima: [],
  roundTrip: Infinity,
  loss: 0,
  strikes: 0,
  lowest: Infinity,
};

/** News of one path. */
export interface Observation {
  readonly path: string;
  /** The newest reports, those known already included. */
  readonly reports: readonly Report[];
  /** True if less is sent than there is: a queue may stand then, and is not to become the base. */
  readonly lowered: boolean;
}

/** Takes the newest reports in. */
export function observe(
  before: State,
  { path, reports, lowered }: Observation,
  now: number,
): State {
  // The round trip of another path says nothing about this one.
  const state = before.path === path
    ? before
    : { ...UNKNOWN, path, newest: before.newest, settled: before.path ? now + SETTLE_MS : 0 };
  const fresh = reports.filter(({ at }) => at > state.newest);
  if (fresh.length === 0) return state;
  const newest = Math.max(...fresh.map(({ at }) => at));
  if (state.minima.length === 0 && now < state.settled) return { ...state, newest };
  const roundTrip = Math.max(...fresh.map((one) => one.roundTrip));
  const loss = Math.max(...fresh.map((one) => one.loss));
  const next = {
    ...state,
    newest,
    loss,
    roundTrip,
    minima: remember(state.minima, roundTrip, now, lowered),
  };
  if (now < state.settled) return next;
  const lowest = Math.min(state.lowest, roundTrip);
  return { ...next, lowest, strikes: strikesOf(state, next) };
}

function remember(
  minima: State["minima"],
  roundTrip: number,
  now: number,
  lowered: boolean,
): State["minima"] {
  const recent = minima.filter(({ since }) => lowered || now - since < BASE_MS);
  const last = recent.at(-1);
  if (!last || now - last.since >= INTERVAL_MS) return [...recent, { since: now, roundTrip }];
  return [...recent.slice(0, -1), {
    ...last,
    roundTrip: Math.min(last.roundTrip, roundTrip),
  }];
}

function baseOf({ minima }: State): number {
  return Math.min(...minima.map(({ roundTrip }) => roundTrip));
}

function strikesOf({ strikes, roundTrip: previous }: State, next: State): number {
  const { roundTrip, loss } = next;
  const queued = roundTrip - baseOf(next);
  if (queued > QUEUED_MS.lossy && loss > LOSS.some) return strikes + STRIKES.lossy;
  if (queued <= QUEUED_MS.alone) return 0;
  return roundTrip < previous - DRAINING_MS ? strikes : strikes + STRIKES.alone;
}

/** Verdict on the reports so far. */
export function verdictOf({ strikes, loss }: State): Verdict {
  if (strikes < STRIKES.enough) return "clear";
  return loss > LOSS.heavy ? "severe" : "congested";
}

/** Begins to judge anew after what is sent by this uplink has changed. */
export function settle(state: State, now: number): State {
  return { ...state, strikes: 0, settled: now + SETTLE_MS };
}

/** Begins to judge anew after what this member is sent has changed. */
export function change(state: State, now: number): State {
  return { ...settle(state, now), lowest: Infinity };
}

/**
 * Takes the round trip for the path's own, if sending less has not made it shorter: a longer way has
 * no queue of this page, and sending less would go on for ever.
 */
export function rebase(state: State, now: number): State {
  const { lowest } = state;
  if (lowest === Infinity || lowest - baseOf(state) <= QUEUED_MS.lossy) return state;
  return { ...state, minima: [{ since: now, roundTrip: lowest }] };
}
