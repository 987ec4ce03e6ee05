import type { Report } from "../../client/call/bandwidth/congestion.ts";
import type { SendLevel } from "../../client/state/diagnostics.ts";
import {
  dueMeasurement,
  EMPTY,
  type Event,
  levelOf,
  type State,
  step,
  unanswered,
} from "../../client/call/bandwidth/uplink.ts";
import { seeded } from "./seeded_random.ts";

/** Uplink of a page in a call. */
export interface Plan {
  /** kbit/s by the number of seconds since the start. */
  readonly carries: (second: number) => number;
  readonly peers: number;
  readonly seed: number;
  /** kbit/s of single members' own downlinks, where these are narrower; by their number. */
  readonly downlinks?: Readonly<Record<number, (second: number) => number>>;
}

/** Milliseconds of what it carries that a router keeps. */
const BUFFER_MS = 1000;
const BASE_MS = 30;
const STEP_MS = 100;
/** kbit/s of sound with all headers; and of the smallest picture that a browser goes down to. */
const SOUND = 60;
const PICTURE = { least: 30, first: 30, most: 700 };
const LOWER: Readonly<Record<Exclude<SendLevel, "full">, number>> = { less: 58, sound: 28 };
/** kbit of a train of three probes. */
const TRAIN = 24;

/** A link with a queue. */
function link() {
  let queued = 0;
  return {
    /** Share of `offered` kbit that is lost while this many kbit are carried. */
    pass(offered: number, carried: number, room: number): number {
      queued = Math.max(0, queued + offered - carried);
      const over = Math.max(0, queued - room);
      queued -= over;
      return offered > 0 ? Math.min(1, over / offered) : 0;
    },
    delay: (rate: number) => queued / rate * 1000,
  };
}

/** Next kbit/s of a picture, as a browser's own congestion control has it. */
function controlled(rate: number, overused: boolean): number {
  return overused ? Math.max(PICTURE.least, rate * 0.85) : Math.min(PICTURE.most, rate * 1.08);
}

/** Runs the real state machine over the seconds of a call; tells each change of a level. */
export function runUplink({ carries, peers, seed, downlinks = {} }: Plan, seconds: number) {
  const random = seeded(seed);
  const ids = Array.from({ length: peers }, (_, at) => `peer ${at}`);
  const shared = link();
  const own = ids.map(link);
  const picture = ids.map(() => PICTURE.first);
  const lost = ids.map(() => 0);
  const waiting: { at: number; event: Event }[] = [];
  const changes: { at: number; id: string; level: SendLevel }[] = [];
  const rates = ids.map(() => 0);
  let uplink: State = EMPTY;
  let queuedFor = 0;

  function tell(event: Event, now: number): void {
    const before = uplink;
    uplink = step(uplink, event, now);
    for (const id of ids) {
      const level = levelOf(uplink, id);
      if (level !== levelOf(before, id)) changes.push({ at: now, id, level });
    }
  }

  const downlink = (at: number, second: number) => downlinks[at]?.(second) ?? Infinity;
  const delay = (at: number, second: number) => {
    const down = downlink(at, second);
    return shared.delay(carries(second)) + (down === Infinity ? 0 : own[at]?.delay(down) ?? 0);
  };

  for (let now = 0; now < seconds * 1000; now += STEP_MS) {
    const second = now / 1000;
    ids.forEach((id, at) => {
      const level = levelOf(uplink, id);
      const rate = level === "full" ? SOUND + (picture[at] ?? 0) : LOWER[level];
      rates[at] = rate * (0.85 + 0.3 * random());
    });
    const offered = rates.reduce((sum, rate) => sum + rate, 0) * STEP_MS / 1000;
    const room = carries(second) * BUFFER_MS / 1000;
    const share = shared.pass(offered, carries(second) * STEP_MS / 1000, room);
    ids.forEach((_, at) => {
      const down = downlink(at, second);
      const more = down === Infinity ? 0 : own[at]?.pass(
        (rates[at] ?? 0) * STEP_MS / 1000,
        down * STEP_MS / 1000,
        down * BUFFER_MS / 1000,
      ) ?? 0;
      lost[at] = (lost[at] ?? 0) + (share + more) * STEP_MS / 1000;
    });
    if (shared.delay(carries(second)) > 400) queuedFor += STEP_MS;
    for (const one of waiting.filter(({ at }) => at <= now)) tell(one.event, now);
    waiting.splice(0, waiting.length, ...waiting.filter(({ at }) => at > now));
    ids.forEach((id, at) => {
      // Reports come once a second, each member's at its own time.
      if (now > 0 && (now - at * STEP_MS) % 1000 !== 0) return;
      const queue = now > 0 ? delay(at, second) : 0;
      const loss = lost[at] ?? 0;
      lost[at] = 0;
      picture[at] = levelOf(uplink, id) === "full"
        ? controlled(picture[at] ?? 0, queue > 100 || loss > 0.1)
        : PICTURE.first;
      const report: Report = { at: now + 1, roundTrip: BASE_MS + queue + 20 * random(), loss };
      const rate = rates[at] ?? 0;
      tell({ type: "reports", id, path: id, reports: [report], rate }, now);
    });
    if (now % 1000 !== 0) continue;
    if (unanswered(uplink, now) && uplink.trial) {
      tell({ type: "measured", id: uplink.trial.id, rate: null }, now);
    }
    const id = dueMeasurement(uplink, now);
    if (id === null) continue;
    const at = ids.indexOf(id);
    tell({ type: "measuring", id }, now);
    const narrow = Math.min(carries(second), downlink(at, second));
    const rate = Math.min(8000, narrow * (0.75 + 0.5 * random()));
    const full = shared.delay(carries(second)) > BUFFER_MS * 0.95 && random() < 0.3;
    shared.pass(TRAIN, 0, room);
    const answer = now + BASE_MS + delay(at, second) + TRAIN / narrow * 1000 + (full ? 1000 : 0);
    waiting.push({ at: answer, event: { type: "measured", id, rate } });
  }
  return { changes, levels: ids.map((id) => levelOf(uplink, id)), queuedFor: queuedFor / 1000 };
}
