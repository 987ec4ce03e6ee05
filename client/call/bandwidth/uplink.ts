import * as congestion from "./congestion.ts";
import type { SendLevel } from "../../state/diagnostics.ts";

/** Member as the uplink sees it. */
export interface Receiver {
  readonly level: SendLevel;
  /** When the level changed last, in ms. */
  readonly changed: number;
  readonly path: congestion.State;
  /** kbit/s that it is sent with all headers; null until that is known. */
  readonly rate: number | null;
  /** Bitrate that its path carried at the newest measurement since then, in kbit/s; null: not measured. */
  readonly carries: number | null;
  /** True if that left room for everything; null: not measured. */
  readonly room: boolean | null;
  /** When its path was measured last, in ms. */
  readonly measured: number;
}

/** Levels of all members: one page has one uplink, and one penalty for what did not go well. */
export interface State {
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** The newest raise, until it has lasted or has failed. */
  readonly raised: { readonly id: string; readonly at: number; readonly rate: number } | null;
  /** Nothing is raised until then, unless a path carries twice the rate at which a raise failed. */
  readonly penalty: { readonly ms: number; readonly until: number; readonly rate: number };
  /** When a path is to be measured next, and how long after that again, in ms. */
  readonly next: number;
  readonly wait: number;
  /** Measurement under way. */
  readonly trial: { readonly id: string; readonly at: number } | null;
}

/** News for the uplink. */
export type Event =
  | {
    readonly type: "reports";
    readonly id: string;
    readonly path: string;
    readonly reports: readonly congestion.Report[];
    readonly rate: number | null;
  }
  /** The browser itself has held back the picture for a while. */
  | { readonly type: "paused"; readonly id: string }
  /** A measurement was begun. */
  | { readonly type: "measuring"; readonly id: string }
  /** So many kbit/s got through; null: no answer. */
  | { readonly type: "measured"; readonly id: string; readonly rate: number | null }
  /** The members that are left. */
  | { readonly type: "members"; readonly ids: readonly string[] };

/**
 * kbit/s that a level takes at least: a browser's own congestion control goes down to some 30 of
 * picture and 60 of sound, with all headers.
 */
const NEEDED_KBPS: Readonly<Record<SendLevel, number>> = { full: 130, less: 60, sound: 30 };
/** kbit/s that are to be left above all that is sent when a member gets everything again. */
const FREE_KBPS = 130;
/** Share of a measurement that is used for pictures of members who have sound alone. */
const USED_SHARE = 0.87;
/** Others that carry so many times what was measured show that their uplink is not what is narrow. */
const ELSEWHERE_RATIO = 1.5;
/** A rate that was just changed is not measured yet. */
const STALE_MS = 4000;
/** The first measurement after a change, the longest time between two, and that before a second look. */
const FIRST_MEASUREMENT_MS = 2500;
const MAX_MEASUREMENT_GAP_MS = 9000;
const SECOND_MEASUREMENT_MS = 1500;
/** Members whose paths are measured within the longest time. */
const MEASURED_MEMBERS = 3;
/** An answer that takes longer than this does not come. */
const UNANSWERED_MS = 8000;
/** Without a measurement, less is taken for too much after this. */
const UNMEASURED_MS = 5000;
/** A member that does not answer measurements is raised after this. */
const BLIND_MS = 30_000;
/** A raise shows its effect on everybody's queue for this long before the next. */
const RAISE_GAP_MS = 3000;
/** A raise that ends within this has failed. */
const FAILED_MS = 15_000;
/** Each failure doubles the time to the next raise, from the first of these to the second. */
const PENALTY_MS = { min: 20_000, max: 120_000 };

/** State before the first member. */
export const EMPTY: State = {
  receivers: new Map(),
  raised: null,
  penalty: { ms: 0, until: 0, rate: Infinity },
  next: 0,
  wait: FIRST_MEASUREMENT_MS,
  trial: null,
};

const NEW: Receiver = {
  level: "full",
  changed: -Infinity,
  path: congestion.UNKNOWN,
  rate: null,
  carries: null,
  room: null,
  measured: -Infinity,
};

/** Level of a member: everything, unless something is known of its path. */
export function levelOf({ receivers }: State, id: string): SendLevel {
  return receivers.get(id)?.level ?? "full";
}

/** The next state of the uplink. */
export function step(state: State, event: Event, now: number): State {
  switch (event.type) {
    case "reports":
      return report(state, event, now);
    case "paused":
      return levelOf(state, event.id) === "less" ? lower(state, event.id, "sound", now) : state;
    case "measuring":
      return { ...state, trial: { id: event.id, at: now } };
    case "measured":
      return state.trial?.id === event.id ? measured(state, event.id, event.rate, now) : state;
    case "members": {
      const receivers = new Map([...state.receivers].filter(([id]) => event.ids.includes(id)));
      const { trial } = state;
      const gone = trial && !receivers.has(trial.id);
      return { ...state, receivers, trial: gone ? null : trial };
    }
  }
}

/** Member whose path is to be measured now: one at a time, each in its turn. */
export function dueMeasurement({ receivers, next, trial }: State, now: number): string | null {
  if (trial || now < next) return null;
  const lowered = [...receivers].filter(([, { level }]) => level !== "full");
  // The second look at a path with room comes first.
  const order = ([, a]: [string, Receiver], [, b]: [string, Receiver]) =>
    Number(b.room === true) - Number(a.room === true) || a.measured - b.measured;
  return lowered.sort(order)[0]?.[0] ?? null;
}

/** True if the measurement under way will not be answered any more. */
export function unanswered({ trial }: State, now: number): boolean {
  return trial !== null && now - trial.at > UNANSWERED_MS;
}

function report(state: State, event: Extract<Event, { type: "reports" }>, now: number): State {
  const before = state.receivers.get(event.id) ?? NEW;
  const path = congestion.observe(before.path, {
    path: event.path,
    reports: event.reports,
    lowered: before.level !== "full",
  }, now);
  const next = update(state, event.id, { ...before, path, rate: event.rate ?? before.rate });
  switch (congestion.verdictOf(path)) {
    case "clear":
      return next;
    case "congested":
      return congested(next, event.id, before.level === "full" ? "less" : "sound", now);
    case "severe":
      return congested(next, event.id, "sound", now);
  }
}

function congested(state: State, id: string, to: SendLevel, now: number): State {
  const one = state.receivers.get(id) ?? NEW;
  if (one.level === "sound" || one.level === "less" && mayBeElsewhere(state, one, now)) {
    return state;
  }
  const { raised } = state;
  if (!raised || raised.id === id || now - raised.at >= FAILED_MS) return lower(state, id, to, now);
  // The member that was raised last has filled the queue that all others wait in, too.
  const back = levelOf(state, raised.id) === "full" ? "less" : "sound";
  const { receivers, ...next } = lower(state, raised.id, back, now);
  const settled = [...receivers].map(([key, other]): [string, Receiver] => {
    return [key, { ...other, path: congestion.settle(other.path, now) }];
  });
  return { ...next, receivers: new Map(settled) };
}

/** True if there may be room in spite of the queue, which is not this page's then: a look decides. */
function mayBeElsewhere({ receivers }: State, one: Receiver, now: number): boolean {
  if (one.room !== null) return one.room;
  const { changed } = one;
  const found = [...receivers.values()].some((other) => other.room && other.measured >= changed);
  return found || now - changed < UNMEASURED_MS;
}

function lower(state: State, id: string, to: SendLevel, now: number): State {
  const { raised } = state;
  const failed = raised !== null && now - raised.at < FAILED_MS;
  const ms = failed ? Math.min(PENALTY_MS.max, Math.max(PENALTY_MS.min, 2 * state.penalty.ms)) : 0;
  const penalty = raised
    ? { ms, until: now + ms, rate: failed ? raised.rate : Infinity }
    : state.penalty;
  const next = set({ ...state, raised: null, penalty, wait: FIRST_MEASUREMENT_MS }, id, to, now);
  return { ...next, next: now + FIRST_MEASUREMENT_MS };
}

function raise(state: State, id: string, to: SendLevel, rate: number, now: number): State {
  const lasted = state.raised && now - state.raised.at >= FAILED_MS;
  const penalty = lasted ? EMPTY.penalty : state.penalty;
  // There is room: a queue that sending less has not made shorter is not this page's.
  const based = [...state.receivers].map(([key, one]): [string, Receiver] => {
    const spared = one.level !== "full" && (key === id || one.room !== false);
    return [key, spared ? { ...one, path: congestion.rebase(one.path, now) } : one];
  });
  const next = { ...state, receivers: new Map(based), penalty, next: now + RAISE_GAP_MS };
  return set({ ...next, raised: { id, at: now, rate } }, id, to, now);
}

function set(state: State, id: string, level: SendLevel, now: number): State {
  const receivers = new Map([...state.receivers].map(([key, one]): [string, Receiver] => {
    if (key !== id) return [key, one];
    const path = congestion.change(one.path, now);
    return [key, { ...one, level, path, changed: now, carries: null, room: null }];
  }));
  return { ...state, receivers };
}

function update(state: State, id: string, one: Receiver): State {
  return { ...state, receivers: new Map([...state.receivers, [id, one]]) };
}

function measured(state: State, id: string, rate: number | null, now: number): State {
  const one = state.receivers.get(id);
  const wait = Math.min(MAX_MEASUREMENT_GAP_MS, state.wait * 1.5);
  const lowered = [...state.receivers.values()].filter(({ level }) => level !== "full").length;
  const next = now + wait / Math.max(1, Math.min(MEASURED_MEMBERS, lowered));
  const idle: State = { ...state, trial: null, wait, next };
  if (!one || one.level === "full") return idle;
  if (rate === null) {
    const blind = now - one.changed >= Math.max(BLIND_MS, state.penalty.ms);
    const asked = update(idle, id, { ...one, measured: now });
    if (!blind) return asked;
    return raise(asked, id, one.level === "sound" ? "less" : "full", Infinity, now);
  }
  const levels = levelsFor(state, id, rate, now);
  const all = levels.includes("full");
  const forgiven = now >= state.penalty.until || rate >= 2 * state.penalty.rate;
  const may = forgiven && (!state.raised || now - state.raised.at >= RAISE_GAP_MS);
  const looked = update(idle, id, { ...one, measured: now, carries: rate, room: all });
  // A burst may get through where no more does, so that one look is not enough.
  const twice = one.carries === null ? [] : levelsFor(state, id, Math.min(one.carries, rate), now);
  const [to] = twice;
  if (to && may) return raise(looked, id, to, rate, now);
  return levels.length > 0 && forgiven ? { ...looked, next: now + SECOND_MEASUREMENT_MS } : looked;
}

/** Levels above its own that a member can be sent where its path carries this, the highest first. */
function levelsFor(state: State, id: string, rate: number, now: number): SendLevel[] {
  const one = state.receivers.get(id) ?? NEW;
  const others = needOfOthers(state, id, rate, now);
  const levels: SendLevel[] = [];
  if (rate >= others + rateOf(one, now) + FREE_KBPS) levels.push("full");
  if (one.level === "sound" && rate * USED_SHARE >= others + NEEDED_KBPS.less) levels.push("less");
  return levels;
}

/**
 * kbit/s that the others need of the uplink that was measured. Pictures give way down to what they
 * need at least; and where the others are sent much more than was measured, the narrow link is not
 * theirs, but lies at this member's end.
 */
function needOfOthers(state: State, id: string, rate: number, now: number): number {
  const others = [...state.receivers].filter(([key]) => key !== id).map(([, one]) => one);
  const sum = (rates: readonly number[]) => rates.reduce((all, one) => all + one, 0);
  const carried = sum(others.map((one) => one.rate ?? 0));
  if (carried > ELSEWHERE_RATIO * rate) return 0;
  return sum(others.map((one) => Math.min(rateOf(one, now), NEEDED_KBPS.full)));
}

function rateOf({ level, rate, changed }: Receiver, now: number): number {
  return rate === null || now - changed < STALE_MS ? NEEDED_KBPS[level] : rate;
}
